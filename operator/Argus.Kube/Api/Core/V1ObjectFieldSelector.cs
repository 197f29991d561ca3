namespace Argus.Kube.Api.Core;

/// <summary>A field of the pod itself, such as <c>metadata.name</c>.</summary>
public sealed record V1ObjectFieldSelector
{
    public string? ApiVersion { get; init; }

    public required string FieldPath { get; init; }
}
