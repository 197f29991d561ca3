using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Definitions;

/// <summary>Events are one kind in two groups: stored as v1, shown as events.k8s.io/v1 with other names.</summary>
internal static class EventKinds
{
    // Name in events.k8s.io/v1, and in v1.
    private static readonly (string New, string Core)[] Renamed =
    [
        ("regarding", "involvedObject"), ("note", "message"), ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"), ("reportingController", "reportingComponent"),
    ];

    private static readonly string[] Regarded = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    public static KindRules Core { get; } = new() { UnconditionalUpdate = true };

    public static KindRules New { get; } = new() { UnconditionalUpdate = true, FromStored = ToNew, ToStored = ToCore };

    public static IReadOnlyDictionary<string, string> CoreFields { get; } =
        Regarded.Select(f => $"involvedObject.{f}").Concat(["reason", "reportingComponent", "source", "type"]).ToDictionary(f => f, f => f == "source" ? "source.component" : f);

    public static IReadOnlyDictionary<string, string> NewFields { get; } =
        Regarded.ToDictionary(f => $"regarding.{f}", f => $"involvedObject.{f}")
            .Concat([new("reason", "reason"), new("reportingController", "reportingComponent"), new("type", "type")]).ToDictionary();

    private static void ToNew(JsonObject stored)
    {
        foreach (var (name, core) in Renamed)
            Rename(stored, core, name);
        // v1 has them empty, events.k8s.io/v1 not at all.
        foreach (string name in (ReadOnlySpan<string>)["reportingController", "reportingInstance"])
            if (stored.Text(name) is "")
                stored.Remove(name);
    }

    private static void ToCore(JsonObject shown)
    {
        foreach (var (name, core) in Renamed)
            Rename(shown, name, core);
        shown["involvedObject"] ??= new JsonObject();
        shown["source"] ??= new JsonObject();
    }

    private static void Rename(JsonObject o, string from, string to)
    {
        if (!o.Remove(from, out var value))
            return;
        o[to] = value;
    }
}
