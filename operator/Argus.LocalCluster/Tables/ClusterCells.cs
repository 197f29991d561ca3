using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns of all other built-in kinds.</summary>
internal static class ClusterCells
{
    public static TableLayout Plain { get; } = new([TableLayout.Name, TableLayout.Age]);

    public static TableLayout Definitions { get; } = new(
    [
        TableLayout.Name,
        new("Created At", "date", 0, (o, _) => Cells.Text(o, "metadata", "creationTimestamp")),
    ]);

    public static TableLayout Namespaces { get; } = new(
    [
        TableLayout.Name,
        new("Status", "string", 0, (o, _) => Cells.Text(o, "status", "phase")),
        TableLayout.Age,
    ]);

    public static TableLayout ConfigMaps { get; } = new(
    [
        TableLayout.Name,
        new("Data", "string", 0, (o, _) => Cells.Count(o, "data") + Cells.Count(o, "binaryData")),
        TableLayout.Age,
    ]);

    public static TableLayout Secrets { get; } = new(
    [
        TableLayout.Name,
        new("Type", "string", 0, (o, _) => Cells.Text(o, "type")),
        new("Data", "string", 0, (o, _) => Cells.Count(o, "data")),
        TableLayout.Age,
    ]);

    public static TableLayout Leases { get; } = new(
    [
        TableLayout.Name,
        new("Holder", "string", 0, (o, _) => Cells.Text(o, "spec", "holderIdentity")),
        TableLayout.Age,
    ]);

    public static TableLayout Services { get; } = new(
    [
        TableLayout.Name,
        new("Type", "string", 0, (o, _) => Cells.Text(o, "spec", "type")),
        new("Cluster-IP", "string", 0, (o, _) => Cells.TextOr(Cells.None, o, "spec", "clusterIP")),
        new("External-IP", "string", 0, (o, _) => External(o)),
        new("Port(s)", "string", 0, (o, _) => Ports(o)),
        TableLayout.Age,
        new("Selector", "string", 1, (o, _) => Cells.Labels(Cells.At(o, "spec", "selector"))),
    ]);

    public static TableLayout EndpointSlices { get; } = new(
    [
        TableLayout.Name,
        new("AddressType", "string", 0, (o, _) => Cells.Text(o, "addressType")),
        new("Ports", "string", 0, (o, _) => Short(Cells.Items(o, "ports").Select(p => Cells.TextOr("*", p, "port")), "<unset>")),
        new("Endpoints", "string", 0, (o, _) => Short(Cells.Items(o, "endpoints").SelectMany(e => Cells.Items(e, "addresses")).Select(a => a.GetString()!), "<unset>")),
        TableLayout.Age,
    ]);

    public static TableLayout NetworkPolicies { get; } = new(
    [
        TableLayout.Name,
        new("Pod-Selector", "string", 0, (o, _) => Cells.Selector(Cells.At(o, "spec", "podSelector"))),
        TableLayout.Age,
    ]);

    public static TableLayout Claims { get; } = new(
    [
        TableLayout.Name,
        new("Status", "string", 0, (o, _) => Cells.Text(o, "status", "phase")),
        new("Volume", "string", 0, (o, _) => Cells.Text(o, "spec", "volumeName")),
        new("Capacity", "string", 0, (o, _) => Cells.Text(o, "status", "capacity", "storage")),
        new("Access Modes", "string", 0, (o, _) => string.Join(',', Cells.Items(o, "status", "accessModes").Select(m => m.GetString()))),
        new("StorageClass", "string", 0, (o, _) => Cells.Text(o, "spec", "storageClassName")),
        TableLayout.Age,
        new("VolumeMode", "string", 1, (o, _) => Cells.TextOr("<unset>", o, "spec", "volumeMode")),
    ]);

    public static TableLayout Bindings { get; } = new(
    [
        TableLayout.Name,
        new("Role", "string", 0, (o, _) => $"{Cells.Text(o, "roleRef", "kind")}/{Cells.Text(o, "roleRef", "name")}"),
        TableLayout.Age,
    ]);

    public static TableLayout Webhooks { get; } = new(
    [
        TableLayout.Name,
        new("Webhooks", "integer", 0, (o, _) => Cells.Count(o, "webhooks")),
        TableLayout.Age,
    ]);

    public static TableLayout Events { get; } = new(
    [
        new("Last Seen", "string", 0, LastSeen),
        new("Type", "string", 0, (o, _) => Cells.Text(o, "type")),
        new("Reason", "string", 0, (o, _) => Cells.Text(o, "reason")),
        new("Object", "string", 0, (o, _) => $"{Cells.Text(Regarding(o), "kind").ToLowerInvariant()}/{Cells.Text(Regarding(o), "name")}"),
        new("Subobject", "string", 1, (o, _) => Cells.Text(Regarding(o), "fieldPath")),
        new("Source", "string", 1, (o, _) => Source(o)),
        new("Message", "string", 0, (o, _) => Cells.TextOr(Cells.Text(o, "note"), o, "message").Trim()),
        new("First Seen", "string", 1, FirstSeen),
        new("Count", "string", 1, (o, _) => Count(o)),
        TableLayout.Name with { Priority = 1 },
    ]);

    private static JsonElement Regarding(JsonElement o) => Cells.At(o, "involvedObject") is { ValueKind: JsonValueKind.Object } old ? old : Cells.At(o, "regarding");

    private static long Count(JsonElement o) =>
        Math.Max(1, Cells.At(o, "series").ValueKind == JsonValueKind.Object ? Cells.Number(o, "series", "count") : Math.Max(Cells.Number(o, "count"), Cells.Number(o, "deprecatedCount")));

    private static string First(JsonElement o) => Cells.TextOr(Cells.TextOr(Cells.Text(o, "eventTime"), o, "deprecatedFirstTimestamp"), o, "firstTimestamp");

    private static string FirstSeen(JsonElement o, DateTimeOffset now) => Cells.Moment(First(o)) is { } at ? HumanDuration.Format(now - at) : Cells.Unknown;

    private static string LastSeen(JsonElement o, DateTimeOffset now)
    {
        string last = Cells.TextOr(Cells.TextOr(Cells.TextOr(First(o), o, "deprecatedLastTimestamp"), o, "lastTimestamp"), o, "series", "lastObservedTime");
        return Cells.Moment(last) is { } at ? HumanDuration.Format(now - at) : Cells.Unknown;
    }

    private static string Source(JsonElement o)
    {
        string component = Cells.TextOr(Cells.TextOr(Cells.TextOr(Cells.Text(o, "reportingController"), o, "reportingComponent"), o, "deprecatedSource", "component"), o, "source", "component");
        string host = Cells.TextOr(Cells.Text(o, "reportingInstance"), o, "source", "host");
        return host.Length == 0 ? component : $"{component}, {host}";
    }

    private static string External(JsonElement service)
    {
        string[] external = [.. Cells.Items(service, "spec", "externalIPs").Select(a => a.GetString()!)];
        return Cells.Text(service, "spec", "type") switch
        {
            "ExternalName" => Cells.Text(service, "spec", "externalName"),
            "LoadBalancer" => Cells.Items(service, "status", "loadBalancer", "ingress").Select(i => Cells.TextOr(Cells.Text(i, "hostname"), i, "ip")).Concat(external).ToArray() is { Length: > 0 } all ? string.Join(',', all) : "<pending>",
            _ => external.Length == 0 ? Cells.None : string.Join(',', external),
        };
    }

    private static string Ports(JsonElement service)
    {
        string[] ports = [.. Cells.Items(service, "spec", "ports").Select(p => $"{Cells.Text(p, "port")}{(Cells.Number(p, "nodePort") > 0 ? $":{Cells.Number(p, "nodePort")}" : "")}/{Cells.TextOr("TCP", p, "protocol")}")];
        return ports.Length == 0 ? Cells.None : string.Join(',', ports);
    }

    private static string Short(IEnumerable<string> values, string none)
    {
        string[] all = [.. values];
        return all.Length == 0 ? none : all.Length <= 3 ? string.Join(',', all) : $"{string.Join(',', all[..3])} + {all.Length - 3} more...";
    }
}
