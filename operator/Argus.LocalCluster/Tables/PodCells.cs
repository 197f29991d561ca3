using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns of Pods.</summary>
internal static class PodCells
{
    public static TableLayout Layout { get; } = new(
    [
        TableLayout.Name,
        new("Ready", "string", 0, (o, _) => Ready(o)),
        new("Status", "string", 0, (o, _) => Status(o)),
        new("Restarts", "string", 0, Restarts),
        TableLayout.Age,
        new("IP", "string", 1, (o, _) => Cells.TextOr(Cells.None, o, "status", "podIP")),
        new("Node", "string", 1, (o, _) => Cells.TextOr(Cells.None, o, "spec", "nodeName")),
        new("Nominated Node", "string", 1, (o, _) => Cells.TextOr(Cells.None, o, "status", "nominatedNodeName")),
        new("Readiness Gates", "string", 1, (o, _) => Gates(o)),
    ]);

    private static string Ready(JsonElement pod) =>
        $"{Cells.Items(pod, "status", "containerStatuses").Count(IsReady)}/{Cells.Count(pod, "spec", "containers")}";

    private static bool IsReady(JsonElement status) => Cells.At(status, "ready").ValueKind == JsonValueKind.True;

    private static string Restarts(JsonElement pod, DateTimeOffset now)
    {
        long restarts = 0;
        DateTimeOffset? last = null;
        foreach (var status in Cells.Items(pod, "status", "containerStatuses"))
        {
            restarts += Cells.Number(status, "restartCount");
            if (Cells.Moment(Cells.Text(status, "lastState", "terminated", "finishedAt")) is { } finished && (last is null || finished > last))
                last = finished;
        }
        return restarts > 0 && last is { } when ? $"{restarts} ({HumanDuration.Format(now - when)} ago)" : restarts.ToString();
    }

    // The most telling word: why a container waits or ended, else the phase; Terminating over all.
    private static string Status(JsonElement pod)
    {
        string status = Cells.TextOr(Cells.Text(pod, "status", "phase"), pod, "status", "reason");
        foreach (var condition in Cells.Items(pod, "status", "conditions"))
            if (Cells.Text(condition, "type") == "PodScheduled" && Cells.Text(condition, "reason") == "SchedulingGated")
                status = "SchedulingGated";
        if (Initializing(pod) is { } initializing)
            status = initializing;
        else
            status = Running(pod, status);
        if (Cells.Text(pod, "metadata", "deletionTimestamp").Length == 0)
            return status;
        return Cells.Text(pod, "status", "reason") == "NodeLost" ? "Unknown"
            : Cells.Text(pod, "status", "phase") is "Succeeded" or "Failed" ? status : "Terminating";
    }

    private static string? Initializing(JsonElement pod)
    {
        int index = 0;
        foreach (var container in Cells.Items(pod, "status", "initContainerStatuses"))
        {
            var terminated = Cells.At(container, "state", "terminated");
            if (terminated.ValueKind == JsonValueKind.Object)
            {
                if (Cells.Number(terminated, "exitCode") != 0)
                    return "Init:" + Ended(terminated);
            }
            else if (Cells.Text(container, "started") != "true")
            {
                string waiting = Cells.Text(container, "state", "waiting", "reason");
                return waiting is "" or "PodInitializing" ? $"Init:{index}/{Cells.Count(pod, "spec", "initContainers")}" : $"Init:{waiting}";
            }
            index++;
        }
        return null;
    }

    private static string Running(JsonElement pod, string status)
    {
        bool running = false;
        foreach (var container in Cells.Items(pod, "status", "containerStatuses").Reverse())
        {
            var terminated = Cells.At(container, "state", "terminated");
            if (Cells.Text(container, "state", "waiting", "reason") is { Length: > 0 } waiting)
                status = waiting;
            else if (terminated.ValueKind == JsonValueKind.Object)
                status = Ended(terminated);
            else if (IsReady(container) && Cells.At(container, "state", "running").ValueKind == JsonValueKind.Object)
                running = true;
        }
        return status == "Completed" && running ? (Cells.Condition(pod, "Ready") == "True" ? "Running" : "NotReady") : status;
    }

    private static string Ended(JsonElement terminated) =>
        Cells.Text(terminated, "reason") is { Length: > 0 } reason ? reason
        : Cells.Number(terminated, "signal") != 0 ? $"Signal:{Cells.Number(terminated, "signal")}"
        : $"ExitCode:{Cells.Number(terminated, "exitCode")}";

    private static string Gates(JsonElement pod)
    {
        var gates = Cells.Items(pod, "spec", "readinessGates").Select(g => Cells.Text(g, "conditionType")).ToArray();
        return gates.Length == 0 ? Cells.None : $"{gates.Count(g => Cells.Condition(pod, g) == "True")}/{gates.Length}";
    }
}
