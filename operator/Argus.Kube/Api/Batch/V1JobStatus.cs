namespace Argus.Kube.Api.Batch;

/// <summary>How far a job is.</summary>
public sealed record V1JobStatus
{
    public int? Active { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public IReadOnlyList<V1JobCondition>? Conditions { get; init; }

    public int? Failed { get; init; }

    public int? Ready { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public int? Succeeded { get; init; }

    public int? Terminating { get; init; }
}
