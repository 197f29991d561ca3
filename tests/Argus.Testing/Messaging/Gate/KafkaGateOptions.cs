using System.Security.Cryptography.X509Certificates;

namespace Argus.Testing.Messaging.Gate;

/// <summary>What a gate asks of those who come, and what it does for them.</summary>
public sealed record KafkaGateOptions
{
    /// <summary>Speaks TLS with this certificate; null: plain text.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Clients must show a certificate of these authorities; null: none is asked for.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Who may enter by SASL: one user and the password; null: everybody.</summary>
    public (string Name, string Password)? User { get; init; }

    /// <summary>The one SASL mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.</summary>
    public string Mechanism { get; init; } = "PLAIN";

    /// <summary>Whether topics are made for those who ask; else they are told that they may not.</summary>
    public bool MakesTopics { get; init; } = true;
}
