namespace Argus.Data.Messaging.Mqtt;

/// <summary>How an MQTT broker is reached.</summary>
public sealed record MqttOptions
{
    public required string Host { get; init; }

    /// <summary>1883, or 8883 with TLS, as a rule.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Encrypts, and checks the broker's certificate and name.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file of the authorities that the broker's certificate comes from; null: those of the system.</summary>
    public string? CaFile { get; init; }

    public string? Username { get; init; }

    /// <summary>File with the password, read at each connect; white space around it does not count.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Each client of a broker needs one of its own: of two with the same, the broker throws the first out. 1 to 23 letters and digits suit every broker.</summary>
    public required string ClientId { get; init; }

    /// <summary>After so long without traffic the broker is asked whether it lives. 1 second to 18 hours.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long connecting, and one acknowledgement, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longer bodies are refused here: a broker that finds one too long hangs up, and all behind it would wait for ever.</summary>
    public int MostBytes { get; init; } = 1024 * 1024;

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Host))
            throw new ArgumentException("The host of the MQTT broker is missing.");
        if (Port is < 1 or > 65535)
            throw new ArgumentException("The port of the MQTT broker must be between 1 and 65535.");
        if (KeepAlive < TimeSpan.FromSeconds(1) || KeepAlive > TimeSpan.FromSeconds(ushort.MaxValue))
            throw new ArgumentException("The keep-alive of MQTT must be between 1 and 65535 seconds.");
        if (PasswordFile is not null && Username is null)
            throw new ArgumentException("MQTT takes no password without a user name.");
    }
}
