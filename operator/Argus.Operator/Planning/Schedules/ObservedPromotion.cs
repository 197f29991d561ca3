using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning.Schedules;

/// <summary>What promoting depends on, from one moment.</summary>
internal sealed record ObservedPromotion
{
    /// <summary>The ModelDeployment that spec.promote names; null where there is none.</summary>
    public ModelDeployment? Deployment { get; init; }

    /// <summary>The newest checkpoint; null where it is not known.</summary>
    public Checkpoint? Newest { get; init; }

    /// <summary>Why it is not known.</summary>
    public string? Fault { get; init; }

    /// <summary>Why the API server would not have what was planned; null where it did.</summary>
    public string? Refusal { get; init; }
}
