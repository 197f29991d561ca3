namespace Argus.Kube.Client.Credentials;

/// <summary>A program that gives credentials (client.authentication.k8s.io).</summary>
public sealed record ExecConfiguration
{
    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Told to the user when the program is missing.</summary>
    public string? InstallHint { get; init; }

    /// <summary>Told to the program when it asks for it.</summary>
    public ExecCluster? Cluster { get; init; }
}
