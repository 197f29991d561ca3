namespace Argus.Kube.Api.Apps;

/// <summary>Counts of a ReplicaSet's pods.</summary>
public sealed record V1ReplicaSetStatus
{
    public int? AvailableReplicas { get; init; }

    public IReadOnlyList<V1ReplicaSetCondition>? Conditions { get; init; }

    public int? FullyLabeledReplicas { get; init; }

    public long? ObservedGeneration { get; init; }

    public int? ReadyReplicas { get; init; }

    public required int Replicas { get; init; }

    public int? TerminatingReplicas { get; init; }
}
