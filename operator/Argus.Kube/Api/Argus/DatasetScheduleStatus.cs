using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Argus;

/// <summary>What was found.</summary>
public sealed record DatasetScheduleStatus
{
    /// <summary>A child could not be had as it is wanted, or both are.</summary>
    public const string Ready = "Ready";

    /// <summary>Whether the last run of each flow ended well.</summary>
    public const string Succeeding = "Succeeding";

    /// <summary>Whether the ModelDeployment of <see cref="PromoteSpec"/> has the newest centroids; absent where there is none.</summary>
    public const string Promoted = "Promoted";

    /// <summary>Generation of the spec that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary><see cref="Ready"/>, <see cref="Succeeding"/> and <see cref="Promoted"/>.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    public FlowStatus? Daily { get; init; }

    public FlowStatus? Monthly { get; init; }

    public PromotionStatus? Promotion { get; init; }
}
