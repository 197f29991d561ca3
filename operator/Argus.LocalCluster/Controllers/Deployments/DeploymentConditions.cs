using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>How a Deployment's conditions change: the changed one comes last, and keeps its transition time while its status stays.</summary>
internal static class DeploymentConditions
{
    /// <summary>Reason of Progressing when the rollout is over.</summary>
    public const string Done = "NewReplicaSetAvailable";

    private const string Paused = "DeploymentPaused";

    /// <summary>Leaves a condition with the same status and reason as it is.</summary>
    public static void Set(List<V1DeploymentCondition> conditions, (string Type, bool? Status, string Reason, string Message) change, DateTimeOffset now)
    {
        var old = conditions.Find(condition => condition.Type == change.Type);
        if (old is null || old.Status != Text(change.Status) || old.Reason != change.Reason)
            Renew(conditions, change, now);
    }

    /// <summary>Marks the condition as updated now even where it says what it said.</summary>
    public static void Renew(List<V1DeploymentCondition> conditions, (string Type, bool? Status, string Reason, string Message) change, DateTimeOffset now)
    {
        var old = conditions.Find(condition => condition.Type == change.Type);
        conditions.RemoveAll(condition => condition.Type == change.Type);
        conditions.Add(new V1DeploymentCondition
        {
            Type = change.Type,
            Status = Text(change.Status),
            Reason = change.Reason,
            Message = change.Message,
            LastUpdateTime = now,
            LastTransitionTime = old?.Status == Text(change.Status) ? old.LastTransitionTime : now,
        });
    }

    /// <summary>What a pause or its end makes of Progressing; a rollout that has timed out stays so.</summary>
    public static (string Type, bool? Status, string Reason, string Message)? Pausing(bool paused, V1DeploymentCondition? old)
    {
        if (old?.Reason == "ProgressDeadlineExceeded" || paused == (old?.Reason == Paused))
            return null;
        return paused
            ? ("Progressing", null, Paused, "Deployment is paused")
            : ("Progressing", null, "DeploymentResumed", "Deployment is resumed");
    }

    private static string Text(bool? status) => status switch { true => "True", false => "False", null => "Unknown" };
}
