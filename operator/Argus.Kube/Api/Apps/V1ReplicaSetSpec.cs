using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Apps;

/// <summary>How many pods of which template.</summary>
public sealed record V1ReplicaSetSpec
{
    public int? MinReadySeconds { get; init; }

    public int? Replicas { get; init; }

    public required V1LabelSelector Selector { get; init; }

    public V1PodTemplateSpec? Template { get; init; }
}
