namespace Argus.Kube.Api.Core;

/// <summary>What a container is promised and what it may not exceed, by resource name.</summary>
public sealed record V1ResourceRequirements
{
    public IReadOnlyDictionary<string, ResourceQuantity>? Limits { get; init; }

    public IReadOnlyDictionary<string, ResourceQuantity>? Requests { get; init; }
}
