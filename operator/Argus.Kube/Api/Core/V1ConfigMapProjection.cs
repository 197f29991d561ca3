namespace Argus.Kube.Api.Core;

/// <summary>A ConfigMap as files of a projected volume.</summary>
public sealed record V1ConfigMapProjection
{
    public string? Name { get; init; }

    public IReadOnlyList<V1KeyToPath>? Items { get; init; }

    public bool? Optional { get; init; }
}
