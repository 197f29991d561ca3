using Argus.Kube.Api.Apps;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>What to do for a Deployment; one step of a rollout at a time.</summary>
internal sealed record DeploymentPlan
{
    /// <summary>The ReplicaSet of the present template, where it is missing.</summary>
    public V1ReplicaSet? Create { get; init; }

    /// <summary>ReplicaSets as they should be: replicas, annotations and minReadySeconds.</summary>
    public required IReadOnlyList<V1ReplicaSet> Update { get; init; }

    /// <summary>Empty ReplicaSets beyond the history limit.</summary>
    public required IReadOnlyList<V1ReplicaSet> Delete { get; init; }

    /// <summary>Annotation <c>deployment.kubernetes.io/revision</c> of the Deployment; null while no ReplicaSet has its template.</summary>
    public string? Revision { get; init; }

    public required V1DeploymentStatus Status { get; init; }

    /// <summary>When the progress deadline has to be looked at.</summary>
    public TimeSpan? LookAgain { get; init; }

    public required IReadOnlyList<PlannedEvent> Events { get; init; }
}
