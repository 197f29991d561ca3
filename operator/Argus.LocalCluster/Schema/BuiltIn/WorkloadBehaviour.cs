using System.Text.Json.Nodes;
using Argus.Kube.Cron;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Deployments, ReplicaSets, Jobs and CronJobs.</summary>
internal static class WorkloadBehaviour
{
    public static void DefaultStrategy(JsonObject strategy)
    {
        if (strategy.Text("type") != "RollingUpdate")
            return;
        if (strategy["rollingUpdate"] is not JsonObject rolling)
            strategy["rollingUpdate"] = rolling = [];
        rolling.TryAdd("maxUnavailable", "25%");
        rolling.TryAdd("maxSurge", "25%");
    }

    public static void CheckStrategy(JsonObject strategy, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (strategy["rollingUpdate"] is not JsonObject rolling)
            return;
        if (strategy.Text("type") == "Recreate")
            causes.Add(Causes.Forbidden(path.Child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'"));
        else if (IsZero(rolling["maxUnavailable"]) && IsZero(rolling["maxSurge"]))
            causes.Add(Causes.Invalid(path.Child("rollingUpdate.maxUnavailable"), rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0"));
    }

    public static void CheckDeployment(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        CheckSelector(spec, old, "deployment", path, causes);
        CheckRestarts(spec, ["Always"], path, causes);
        if (spec.Integer("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Integer("minReadySeconds") ?? 0))
            causes.Add(Causes.Invalid(path.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds"));
    }

    public static void CheckReplicaSet(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        CheckSelector(spec, old, "deployment", path, causes);
        CheckRestarts(spec, ["Always"], path, causes);
    }

    public static void DefaultJob(JsonObject spec)
    {
        if (!spec.ContainsKey("parallelism"))
        {
            spec["parallelism"] = 1;
            spec.TryAdd("completions", 1);
        }
    }

    public static void CheckJob(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes) =>
        CheckRestarts(spec, ["OnFailure", "Never"], path, causes);

    public static void CheckCronJob(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (spec.Text("schedule") is { } schedule && !CronSchedule.TryParse(schedule, out _, out string? why))
            causes.Add(Causes.Invalid(path.Child("schedule"), schedule, why));
        if (spec.Text("timeZone") is { } zone && CronSchedule.Zone(zone) is null)
            causes.Add(Causes.Invalid(path.Child("timeZone"), zone, "unknown time zone"));
    }

    private static void CheckSelector(JsonObject spec, JsonObject? old, string kind, FieldPath path, List<FieldCause> causes)
    {
        var selector = spec["selector"] as JsonObject;
        if (selector is { Count: 0 })
            causes.Add(Causes.Invalid(path.Child("selector"), selector, $"empty selector is invalid for {kind}"));
        var labels = spec["template"]?["metadata"]?["labels"] as JsonObject;
        if (selector is { Count: > 0 } && !LabelSelectors.Matches(selector, labels))
            causes.Add(Causes.Invalid(path.Child("template.metadata.labels"), labels, "`selector` does not match template `labels`"));
        if (old is not null && !JsonSame.Equal(selector, old["selector"]))
            causes.Add(Causes.Invalid(path.Child("selector"), selector, "field is immutable"));
    }

    private static void CheckRestarts(JsonObject spec, string[] allowed, FieldPath path, List<FieldCause> causes)
    {
        JsonNode? policy = spec["template"]?["spec"]?["restartPolicy"];
        if (policy.AsText() is { } text && !allowed.Contains(text))
            causes.Add(Causes.NotSupported(path.Child("template.spec.restartPolicy"), policy, allowed));
    }

    private static bool IsZero(JsonNode? value) => value.AsInteger() == 0 || value.AsText() == "0%";
}
