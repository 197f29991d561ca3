using Argus.Data.Messaging.Kafka;
using Argus.Testing;
using Argus.Testing.Certificates;
using Argus.Testing.Messaging;
using Argus.Testing.Messaging.Gate;

namespace Argus.Data.Tests.Messaging.Kafka;

/// <summary>A broker behind a gate that speaks TLS and asks for a password, and the files that a client needs.</summary>
internal sealed class SecureStage : IAsyncDisposable
{
    public const string User = "argus";
    public const string Password = "not, easy = to guess";
    private static readonly TestAuthority Ours = new("ours");
    private readonly TemporaryFolder _folder = new();
    private readonly KafkaBroker _broker;

    private SecureStage(KafkaBroker broker, KafkaGateOptions options) => (_broker, Gate) = (broker, new(broker, options));

    public KafkaGate Gate { get; }

    /// <summary>Of an authority that has signed nothing here.</summary>
    public string OtherCa => Write("other.pem", new TestAuthority("other").AuthorityPem);

    /// <summary>With TLS and SASL.</summary>
    public static Task<SecureStage> StartAsync(string mechanism, string? name = null) =>
        StartAsync(new() { Certificate = Ours.Server(name), User = (User, Password), Mechanism = mechanism });

    /// <summary>With TLS, and the certificates of clients in place of passwords.</summary>
    public static Task<SecureStage> StartWithCertificatesAsync() => StartAsync(new() { Certificate = Ours.Server(), ClientAuthorities = Ours.Authorities });

    /// <summary>The settings of a client that is let in by its password.</summary>
    public KafkaConnection WithPassword(string mechanism, string password = Password) => new()
    {
        BootstrapServers = Gate.Servers,
        SecurityProtocol = "SASL_SSL",
        SaslMechanism = mechanism,
        Username = User,
        PasswordFile = Write("password", password + "\n"),
        CaFile = Write("ca.pem", Ours.AuthorityPem),
    };

    /// <summary>The settings of a client that is let in by its certificate.</summary>
    public KafkaConnection WithCertificate(TestAuthority? signer = null)
    {
        using var mine = (signer ?? Ours).Client("worker");
        return new()
        {
            BootstrapServers = Gate.Servers,
            SecurityProtocol = "SSL",
            CaFile = Write("ca.pem", Ours.AuthorityPem),
            CertificateFile = Write("mine.crt", mine.ExportCertificatePem()),
            KeyFile = Write("mine.key", TestAuthority.KeyPem(mine)),
        };
    }

    public string Write(string name, string text) => _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<SecureStage> StartAsync(KafkaGateOptions options)
    {
        var broker = await KafkaBroker.StartAsync();
        foreach (string topic in JobTopics.All([IntakeStage.Task]))
            await broker.MakeTopicAsync(topic, 1);
        return new(broker, options);
    }
}
