using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns of what runs Pods.</summary>
internal static class WorkloadCells
{
    public static TableLayout Deployments { get; } = new(
    [
        TableLayout.Name,
        new("Ready", "string", 0, (o, _) => $"{Cells.Number(o, "status", "readyReplicas")}/{Cells.Number(o, "spec", "replicas")}"),
        new("Up-to-date", "string", 0, (o, _) => Cells.Number(o, "status", "updatedReplicas")),
        new("Available", "string", 0, (o, _) => Cells.Number(o, "status", "availableReplicas")),
        TableLayout.Age,
        .. Template(),
    ]);

    public static TableLayout ReplicaSets { get; } = new(
    [
        TableLayout.Name,
        new("Desired", "integer", 0, (o, _) => Cells.Number(o, "spec", "replicas")),
        new("Current", "integer", 0, (o, _) => Cells.Number(o, "status", "replicas")),
        new("Ready", "integer", 0, (o, _) => Cells.Number(o, "status", "readyReplicas")),
        TableLayout.Age,
        .. Template(),
    ]);

    public static TableLayout Jobs { get; } = new(
    [
        TableLayout.Name,
        new("Status", "string", 0, (o, _) => JobStatus(o)),
        new("Completions", "string", 0, (o, _) => $"{Cells.Number(o, "status", "succeeded")}/{Math.Max(1, Cells.Number(o, "spec", "completions"))}"),
        new("Duration", "string", 0, Duration),
        TableLayout.Age,
        .. Template(),
    ]);

    public static TableLayout CronJobs { get; } = new(
    [
        TableLayout.Name,
        new("Schedule", "string", 0, (o, _) => Cells.Text(o, "spec", "schedule")),
        new("Timezone", "string", 0, (o, _) => Cells.TextOr("<none>", o, "spec", "timeZone")),
        new("Suspend", "string", 0, (o, _) => Cells.TextOr("False", o, "spec", "suspend") is "true" or "True" ? "True" : "False"),
        new("Active", "integer", 0, (o, _) => Cells.Count(o, "status", "active")),
        new("Last Schedule", "string", 0, (o, now) => Cells.Moment(Cells.Text(o, "status", "lastScheduleTime")) is { } last ? HumanDuration.Format(now - last) : "<none>"),
        TableLayout.Age,
        new("Containers", "string", 1, (o, _) => Cells.Containers(Cells.At(o, "spec", "jobTemplate", "spec", "template", "spec"), "name")),
        new("Images", "string", 1, (o, _) => Cells.Containers(Cells.At(o, "spec", "jobTemplate", "spec", "template", "spec"), "image")),
    ]);

    public static TableLayout DisruptionBudgets { get; } = new(
    [
        TableLayout.Name,
        new("Min Available", "string", 0, (o, _) => Cells.TextOr("N/A", o, "spec", "minAvailable")),
        new("Max Unavailable", "string", 0, (o, _) => Cells.TextOr("N/A", o, "spec", "maxUnavailable")),
        new("Allowed Disruptions", "integer", 0, (o, _) => Cells.Number(o, "status", "disruptionsAllowed")),
        TableLayout.Age,
    ]);

    public static TableLayout Autoscalers { get; } = new(
    [
        TableLayout.Name,
        new("Reference", "string", 0, (o, _) => $"{Cells.Text(o, "spec", "scaleTargetRef", "kind")}/{Cells.Text(o, "spec", "scaleTargetRef", "name")}"),
        new("Targets", "string", 0, (o, _) => Targets(o)),
        new("MinPods", "string", 0, (o, _) => Cells.TextOr("<unset>", o, "spec", "minReplicas")),
        new("MaxPods", "string", 0, (o, _) => Cells.Number(o, "spec", "maxReplicas")),
        new("Replicas", "string", 0, (o, _) => Cells.Number(o, "status", "currentReplicas")),
        TableLayout.Age,
    ]);

    private static TableColumn[] Template() =>
    [
        new("Containers", "string", 1, (o, _) => Cells.Containers(Cells.At(o, "spec", "template", "spec"), "name")),
        new("Images", "string", 1, (o, _) => Cells.Containers(Cells.At(o, "spec", "template", "spec"), "image")),
        new("Selector", "string", 1, (o, _) => Cells.Selector(Cells.At(o, "spec", "selector"))),
    ];

    private static string JobStatus(JsonElement job) =>
        Cells.Condition(job, "Complete") == "True" ? "Complete"
        : Cells.Condition(job, "Failed") == "True" ? "Failed"
        : Cells.Text(job, "metadata", "deletionTimestamp").Length > 0 ? "Terminating"
        : Cells.Condition(job, "Suspended") == "True" ? "Suspended" : "Running";

    private static string Duration(JsonElement job, DateTimeOffset now)
    {
        if (Cells.Moment(Cells.Text(job, "status", "startTime")) is not { } start)
            return "";
        return HumanDuration.Format((Cells.Moment(Cells.Text(job, "status", "completionTime")) ?? now) - start);
    }

    private static string Targets(JsonElement autoscaler)
    {
        var current = Cells.Items(autoscaler, "status", "currentMetrics").ToArray();
        string[] targets = [.. Cells.Items(autoscaler, "spec", "metrics").Select((metric, i) => Target(metric, i < current.Length ? current[i] : default))];
        return targets.Length == 0 ? Cells.None : string.Join(", ", targets);
    }

    private static string Target(JsonElement metric, JsonElement current)
    {
        string type = Cells.Text(metric, "type");
        string field = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        var target = Cells.At(metric, field, "target");
        var now = Cells.At(current, field, "current");
        string prefix = type == "Resource" ? $"{Cells.Text(metric, field, "name")}: " : "";
        return Cells.Text(target, "type") == "Utilization"
            ? $"{prefix}{Percent(now)}/{Cells.Text(target, "averageUtilization")}%"
            : $"{prefix}{Cells.TextOr(Cells.TextOr(Cells.Unknown, now, "value"), now, "averageValue")}/{Cells.TextOr(Cells.Text(target, "value"), target, "averageValue")}{(Cells.Text(target, "averageValue").Length > 0 && type != "Resource" ? " (avg)" : "")}";
    }

    private static string Percent(JsonElement now) => Cells.Text(now, "averageUtilization") is { Length: > 0 } value ? value + "%" : Cells.Unknown;
}
