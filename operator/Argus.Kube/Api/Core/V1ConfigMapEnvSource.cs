namespace Argus.Kube.Api.Core;

/// <summary>A ConfigMap whose keys become variables.</summary>
public sealed record V1ConfigMapEnvSource
{
    public string? Name { get; init; }

    public bool? Optional { get; init; }
}
