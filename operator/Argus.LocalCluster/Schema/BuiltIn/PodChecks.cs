using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>What is wrong with a pod's specification, wherever it stands.</summary>
internal static class PodChecks
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

    public static void Spec(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        var volumes = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonObject volume in (spec["volumes"] as JsonArray)?.OfType<JsonObject>() ?? [])
            volumes.Add(volume.Text("name") ?? "");
        foreach (string list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            int index = 0;
            foreach (JsonObject container in (spec[list] as JsonArray)?.OfType<JsonObject>() ?? [])
                Container(container, volumes, path.Child($"{list}[{index++}]"), causes);
        }
    }

    public static void Template(JsonObject template, JsonObject? old, FieldPath path, List<FieldCause> causes) =>
        ObjectMetaValidation.CheckLabels(template["metadata"]?["labels"] as JsonObject, path.Child("labels"), causes);

    public static void Probe(JsonObject probe, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        string[] given = [.. Handlers.Where(probe.ContainsKey)];
        if (given.Length == 0)
            causes.Add(Causes.Required(path.ToString(), "must specify a handler type"));
        foreach (string extra in given.Skip(1))
            causes.Add(Causes.Forbidden(path.Child(extra), "may not specify more than 1 handler type"));
    }

    private static void Container(JsonObject container, HashSet<string> volumes, string field, List<FieldCause> causes)
    {
        if (container.Text("name") is { Length: > 0 } name)
            causes.AddRange(NameRules.Label(name).Select(problem => Causes.Invalid(field + ".name", name, problem)));
        var paths = new HashSet<string>(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonObject mount in (container["volumeMounts"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            string at = $"{field}.volumeMounts[{index++}]";
            if (mount.Text("name") is { Length: > 0 } volume && !volumes.Contains(volume))
                causes.Add(new FieldCause("FieldValueNotFound", $"Not found: {Causes.Quoted(volume)}", at + ".name"));
            if (mount.Text("mountPath") is { Length: > 0 } mountPath && !paths.Add(mountPath))
                causes.Add(Causes.Invalid(at + ".mountPath", mountPath, "must be unique"));
        }
    }
}
