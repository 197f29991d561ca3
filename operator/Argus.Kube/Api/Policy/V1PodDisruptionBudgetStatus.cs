using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Policy;

/// <summary>How many evictions are allowed now.</summary>
public sealed record V1PodDisruptionBudgetStatus
{
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    public int? CurrentHealthy { get; init; }

    public int? DesiredHealthy { get; init; }

    public IReadOnlyDictionary<string, DateTimeOffset>? DisruptedPods { get; init; }

    public int? DisruptionsAllowed { get; init; }

    public int? ExpectedPods { get; init; }

    public long? ObservedGeneration { get; init; }
}
