namespace Argus.Kube.Api.Core;

/// <summary>A container that ended.</summary>
public sealed record V1ContainerStateTerminated
{
    public string? ContainerID { get; init; }

    public required int ExitCode { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public int? Signal { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
}
