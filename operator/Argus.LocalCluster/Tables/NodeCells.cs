using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns of Nodes.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static TableLayout Layout { get; } = new(
    [
        TableLayout.Name,
        new("Status", "string", 0, (o, _) => Status(o)),
        new("Roles", "string", 0, (o, _) => Roles(o)),
        TableLayout.Age,
        new("Version", "string", 0, (o, _) => Cells.Text(o, "status", "nodeInfo", "kubeletVersion")),
        new("Internal-IP", "string", 1, (o, _) => Address(o, "InternalIP")),
        new("External-IP", "string", 1, (o, _) => Address(o, "ExternalIP")),
        new("OS-Image", "string", 1, (o, _) => Cells.TextOr(Cells.Unknown, o, "status", "nodeInfo", "osImage")),
        new("Kernel-Version", "string", 1, (o, _) => Cells.TextOr(Cells.Unknown, o, "status", "nodeInfo", "kernelVersion")),
        new("Container-Runtime", "string", 1, (o, _) => Cells.TextOr(Cells.Unknown, o, "status", "nodeInfo", "containerRuntimeVersion")),
    ]);

    private static string Status(JsonElement node)
    {
        string ready = Cells.Condition(node, "Ready") switch { "True" => "Ready", "" => "Unknown", _ => "NotReady" };
        return Cells.At(node, "spec", "unschedulable").ValueKind == JsonValueKind.True ? ready + ",SchedulingDisabled" : ready;
    }

    private static string Roles(JsonElement node)
    {
        var labels = Cells.At(node, "metadata", "labels");
        string[] roles = labels.ValueKind != JsonValueKind.Object ? [] :
        [
            .. labels.EnumerateObject().Where(l => l.Name.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(l => l.Name[RolePrefix.Length..]).Order(StringComparer.Ordinal),
        ];
        return roles.Length == 0 ? Cells.None : string.Join(',', roles);
    }

    private static string Address(JsonElement node, string type) =>
        Cells.Items(node, "status", "addresses").Where(a => Cells.Text(a, "type") == type).Select(a => Cells.Text(a, "address")).FirstOrDefault() ?? Cells.None;
}
