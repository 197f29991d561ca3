using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;

namespace Argus.Operator.Planning.Schedules;

/// <summary>What is to be done to promote, and what is to be told of it.</summary>
/// <param name="Status">For the status of the DatasetSchedule; null where there is nothing to tell yet.</param>
/// <param name="Condition">For its conditions.</param>
internal sealed record PromotionPlan(PromotionStatus? Status, V1Condition Condition)
{
    /// <summary>What is to be written into the ModelDeployment; null for nothing.</summary>
    public PlannedPatch? Patch { get; init; }
}

/// <summary>A change of a ModelDeployment.</summary>
/// <param name="Body">A JSON merge patch, with the version that was observed: of any other it is refused, so that nothing that somebody wrote meanwhile is lost.</param>
/// <param name="Why">What it does.</param>
internal sealed record PlannedPatch(JsonObject Body, string Why);
