using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Events of both groups. The server names their fields as the older group does, whichever group is asked.</summary>
internal static class EventBehaviour
{
    private const int MaxNote = 1024;

    public static void CheckCore(JsonObject item, JsonObject? old, FieldPath path, List<FieldCause> causes) =>
        CheckNamespace(item, item["involvedObject"] as JsonObject, causes);

    public static void Check(JsonObject item, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        CheckNamespace(item, item["regarding"] as JsonObject, causes);
        if (item["eventTime"] is null)
            causes.Add(Causes.Required("eventTime"));
        if (item.Text("reportingController") is { Length: > 0 } controller)
            causes.AddRange(NameRules.QualifiedName(controller).Select(problem => Causes.Invalid("reportingController", controller, problem)));
        else
            causes.Add(Causes.Required("reportingController"));
        foreach (string name in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            string value = item.Text(name) ?? "";
            if (value.Length == 0)
                causes.Add(Causes.Required(name));
            else if (value.Length > 128)
                causes.Add(Causes.Invalid(name, "", "can have at most 128 characters"));
        }

        if (item.Text("note")?.Length > MaxNote)
            causes.Add(Causes.Invalid("message", "", $"can have at most {MaxNote} characters"));
        if (item.Text("type") is not ("Normal" or "Warning"))
            causes.Add(Causes.Invalid("type", "", $"has invalid value: {item.Text("type")}"));
        if (item["series"] is JsonObject series && series.Integer("count") is not > 1)
            causes.Add(Causes.Invalid("series.count", "", "should be at least 2"));
        if (old is not null)
            CheckUpdate(item, old, causes);
    }

    private static void CheckUpdate(JsonObject item, JsonObject old, List<FieldCause> causes)
    {
        foreach ((string name, string field) in (ReadOnlySpan<(string, string)>)
            [("regarding", "involvedObject"), ("reason", "reason"), ("note", "message"), ("type", "type"), ("eventTime", "eventTime"),
             ("action", "action"), ("related", "related"), ("reportingController", "reportingController"), ("reportingInstance", "reportingInstance")])
        {
            if (!JsonNode.DeepEquals(item[name], old[name]))
                causes.Add(Causes.Invalid(field, item[name], "field is immutable"));
        }
    }

    /// <summary>An event lies in the namespace of what it is about; those of objects without one lie in default.</summary>
    private static void CheckNamespace(JsonObject item, JsonObject? about, List<FieldCause> causes)
    {
        string home = (item["metadata"] as JsonObject)?.Text("namespace") ?? "";
        string there = about?.Text("namespace") ?? "";
        if (there.Length == 0 ? home is not ("" or "default") : there != home && there != "default" && home.Length > 0)
            causes.Add(Causes.Invalid("involvedObject.namespace", there, "does not match event.namespace"));
    }
}
