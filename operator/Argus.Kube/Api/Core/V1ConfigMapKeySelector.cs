namespace Argus.Kube.Api.Core;

/// <summary>A key of a ConfigMap.</summary>
public sealed record V1ConfigMapKeySelector
{
    public string? Name { get; init; }

    public required string Key { get; init; }

    public bool? Optional { get; init; }
}
