namespace Argus.Kube.Api.Meta;

/// <summary>What must hold of the object, or the request is refused with 409.</summary>
public sealed record V1Preconditions
{
    public string? ResourceVersion { get; init; }

    public string? Uid { get; init; }
}
