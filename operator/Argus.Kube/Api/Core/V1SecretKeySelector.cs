namespace Argus.Kube.Api.Core;

/// <summary>A key of a Secret.</summary>
public sealed record V1SecretKeySelector
{
    public string? Name { get; init; }

    public required string Key { get; init; }

    public bool? Optional { get; init; }
}
