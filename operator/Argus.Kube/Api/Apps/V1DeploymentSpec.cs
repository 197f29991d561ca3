using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Apps;

/// <summary>How many pods of which template, and how they are replaced.</summary>
public sealed record V1DeploymentSpec
{
    public int? MinReadySeconds { get; init; }

    public bool? Paused { get; init; }

    /// <summary>Seconds without progress after which the rollout counts as failed.</summary>
    public int? ProgressDeadlineSeconds { get; init; }

    public int? Replicas { get; init; }

    public int? RevisionHistoryLimit { get; init; }

    public required V1LabelSelector Selector { get; init; }

    public V1DeploymentStrategy? Strategy { get; init; }

    public required V1PodTemplateSpec Template { get; init; }
}
