namespace Argus.Kube.Client.Credentials;

/// <summary>What the program gives.</summary>
internal sealed record ExecStatus
{
    public string? Token { get; init; }

    /// <summary>Null when it does not expire.</summary>
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    public string? ClientCertificateData { get; init; }

    public string? ClientKeyData { get; init; }
}
