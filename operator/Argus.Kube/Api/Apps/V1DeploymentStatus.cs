namespace Argus.Kube.Api.Apps;

/// <summary>Counts of a Deployment's pods.</summary>
public sealed record V1DeploymentStatus
{
    public int? AvailableReplicas { get; init; }

    public int? CollisionCount { get; init; }

    public IReadOnlyList<V1DeploymentCondition>? Conditions { get; init; }

    public long? ObservedGeneration { get; init; }

    public int? ReadyReplicas { get; init; }

    public int? Replicas { get; init; }

    public int? TerminatingReplicas { get; init; }

    public int? UnavailableReplicas { get; init; }

    public int? UpdatedReplicas { get; init; }
}
