using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;

namespace Argus.Operator.Planning;

/// <summary>Events: one for each transition, never one for each look.</summary>
internal static class Transitions
{
    public static IEnumerable<PlannedEvent> Between(ModelDeploymentStatus? before, ModelDeploymentStatus after)
    {
        var (was, isNow) = (Ready(before), Ready(after)!);
        if (was?.Status != isNow.Status || was.Reason != isNow.Reason)
            yield return new PlannedEvent(isNow.Status == "True" || isNow.Reason == "Paused" || IsProgress(after) ? "Normal" : "Warning", isNow.Reason, isNow.Message ?? "");
        if (after.Canary is { Outcome: CanaryStatus.Promoted or CanaryStatus.RolledBack } canary && before?.Canary?.Outcome != canary.Outcome)
            yield return new PlannedEvent(canary.Outcome == CanaryStatus.Promoted ? "Normal" : "Warning", $"Canary{canary.Outcome}", canary.Message ?? "");
    }

    private static V1Condition? Ready(ModelDeploymentStatus? status) => status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);

    private static bool IsProgress(ModelDeploymentStatus status) =>
        status.Conditions!.Any(c => c is { Type: ConditionTypes.Progressing, Status: "True" }) && status.Conditions!.All(c => c.Type is ConditionTypes.Ready or ConditionTypes.RouteReady || c.Status != "False");
}
