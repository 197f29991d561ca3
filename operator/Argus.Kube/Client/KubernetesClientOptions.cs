namespace Argus.Kube.Client;

/// <summary>How a client behaves.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Owner of the fields that this client writes, and its user agent.</summary>
    public string FieldManager { get; init; } = "argus";

    /// <summary>How long one try of a request may take; a watch or a followed log only until its first byte. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent again when it was throttled or met no server. Default 5.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Told of every warning that the server adds to an answer, such as an unknown field or an old API.</summary>
    public Action<string>? OnWarning { get; init; }
}
