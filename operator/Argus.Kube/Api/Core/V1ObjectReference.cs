namespace Argus.Kube.Api.Core;

/// <summary>An object by kind and name.</summary>
public sealed record V1ObjectReference
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? FieldPath { get; init; }

    public string? Namespace { get; init; }

    public string? ResourceVersion { get; init; }

    public string? Uid { get; init; }
}
