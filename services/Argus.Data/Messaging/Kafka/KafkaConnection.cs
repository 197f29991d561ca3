using Confluent.Kafka;

namespace Argus.Data.Messaging.Kafka;

/// <summary>How brokers are reached. Secrets come from files, which are read when a client is made.</summary>
public sealed record KafkaConnection
{
    /// <summary>host:port of some brokers, separated by commas; the others are found by them.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>How this process is called in the logs of the brokers.</summary>
    public string ClientId { get; init; } = "argus";

    /// <summary>PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.</summary>
    public string SecurityProtocol { get; init; } = "PLAINTEXT";

    /// <summary>PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; looked at only with SASL.</summary>
    public string SaslMechanism { get; init; } = "SCRAM-SHA-512";

    /// <summary>User name for SASL.</summary>
    public string? Username { get; init; }

    /// <summary>File with the password for SASL; white space around it does not count.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file of the authorities that the brokers' certificates come from; null: those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the client's own certificate, with <see cref="KeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the client's own key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Every fault of these settings, as sentences; empty where there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(BootstrapServers))
            faults.Add("The bootstrap servers of Kafka are missing: give host:port.");
        if (!TryProtocol(out var protocol))
            faults.Add($"The security protocol '{SecurityProtocol}' is not known: give PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.");
        else if (IsSasl(protocol) && (Username is null || PasswordFile is null))
            faults.Add($"{SecurityProtocol} needs a user name and a password file.");
        if (!TryMechanism(out _))
            faults.Add($"The SASL mechanism '{SaslMechanism}' is not known: give PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.");
        if (CertificateFile is null != KeyFile is null)
            faults.Add("A client certificate and its key belong together: give both files or none.");
        faults.AddRange(
            from file in new[] { PasswordFile, CaFile, CertificateFile, KeyFile }
            where file is not null && !File.Exists(file)
            select $"The file '{file}' is not there.");
        return faults;
    }

    /// <summary>Fills in what every client needs.</summary>
    /// <exception cref="KafkaSettingsException">Faulty; the message has every fault.</exception>
    internal T Fill<T>(T config)
        where T : ClientConfig
    {
        if (Validate() is { Count: > 0 } faults)
            throw new KafkaSettingsException(string.Join(' ', faults));
        config.BootstrapServers = BootstrapServers;
        config.ClientId = ClientId;
        TryProtocol(out var protocol);
        TryMechanism(out var mechanism);
        config.SecurityProtocol = protocol;
        config.SslCaLocation = CaFile;
        config.SslCertificateLocation = CertificateFile;
        config.SslKeyLocation = KeyFile;
        // A broker that was away is tried again soon, and not more than ten times a second.
        config.ReconnectBackoffMs = 100;
        config.ReconnectBackoffMaxMs = 5000;
        if (IsSasl(protocol))
        {
            config.SaslMechanism = mechanism;
            config.SaslUsername = Username;
            config.SaslPassword = Password();
        }

        return config;
    }

    /// <summary>Builds a client: the library reads certificates and keys only then.</summary>
    /// <exception cref="KafkaSettingsException">It cannot use them.</exception>
    internal static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception error) when (error is InvalidOperationException or KafkaException)
        {
            throw new KafkaSettingsException($"Kafka cannot be used with these settings: {error.Message}", error);
        }
    }

    private string Password()
    {
        try
        {
            return File.ReadAllText(PasswordFile!).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KafkaSettingsException($"The password for Kafka cannot be read: {error.Message}", error);
        }
    }

    private static bool IsSasl(SecurityProtocol protocol) => protocol is Confluent.Kafka.SecurityProtocol.SaslPlaintext or Confluent.Kafka.SecurityProtocol.SaslSsl;

    private bool TryProtocol(out SecurityProtocol protocol) => Enum.TryParse(SecurityProtocol.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out protocol) && Enum.IsDefined(protocol);

    private bool TryMechanism(out SaslMechanism mechanism)
    {
        (mechanism, bool known) = SaslMechanism.ToUpperInvariant() switch
        {
            "PLAIN" => (Confluent.Kafka.SaslMechanism.Plain, true),
            "SCRAM-SHA-256" => (Confluent.Kafka.SaslMechanism.ScramSha256, true),
            "SCRAM-SHA-512" => (Confluent.Kafka.SaslMechanism.ScramSha512, true),
            _ => (default, false),
        };
        return known;
    }
}
