namespace Argus.Kube.Api.Meta;

/// <summary>Any object without what is particular to its kind.</summary>
public sealed record V1PartialObjectMetadata : IKubernetesObject
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();
}
