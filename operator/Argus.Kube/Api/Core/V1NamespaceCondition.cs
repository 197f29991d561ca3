namespace Argus.Kube.Api.Core;

/// <summary>Why a namespace does not go.</summary>
public sealed record V1NamespaceCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }
}
