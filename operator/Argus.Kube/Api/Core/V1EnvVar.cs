namespace Argus.Kube.Api.Core;

/// <summary>An environment variable: a value, or where to take it from.</summary>
public sealed record V1EnvVar
{
    public required string Name { get; init; }

    public string? Value { get; init; }

    public V1EnvVarSource? ValueFrom { get; init; }
}
