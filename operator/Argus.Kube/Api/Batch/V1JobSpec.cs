using Argus.Kube.Api.Core;

namespace Argus.Kube.Api.Batch;

/// <summary>The pods that a job runs, and how many have to succeed.</summary>
public sealed record V1JobSpec
{
    public long? ActiveDeadlineSeconds { get; init; }

    public int? BackoffLimit { get; init; }

    public string? CompletionMode { get; init; }

    public int? Completions { get; init; }

    public int? Parallelism { get; init; }

    public bool? Suspend { get; init; }

    public V1PodTemplateSpec? Template { get; init; }

    public int? TtlSecondsAfterFinished { get; init; }
}
