using System.Text.Json.Nodes;
using System.Web;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Patch;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;

namespace Argus.LocalCluster.Tests.Apply;

/// <summary>Writes as the server does, in the order in which it does it: patch, prune, defaults, ownership, validation.</summary>
internal static class RecordedWriter
{
    private const string Time = "2026-11-21T02:00:00Z";

    /// <summary>The new object (the live one where nothing changed) or the fault. Null for requests that are no write of an object.</summary>
    public static ApiOutcome? Write(JsonObject request, JsonObject? live, string apiVersion, string kind)
    {
        (string path, string query) = Split(request.Text("path")!);
        System.Collections.Specialized.NameValueCollection parameters = HttpUtility.ParseQueryString(query);
        string? subresource = path.EndsWith("/status", StringComparison.Ordinal) ? "status" : null;
        StructuralSchema schema = Recording.SchemaOf(apiVersion, kind);
        string manager = parameters["fieldManager"] ?? "unknown";
        JsonNode? body = request["body"];
        if (body is JsonValue text)
            body = ParseYamlOrJson(text.GetValue<string>());
        string type = request["headers"]?["Content-Type"]?.GetValue<string>() ?? "";
        JsonObject updated;
        if (type.StartsWith("application/apply-patch", StringComparison.Ordinal))
        {
            ApiOutcome outcome = ServerSideApply.Apply(
                live, body!.AsObject(), manager, parameters["force"] == "true", schema, apiVersion, subresource, Time);
            if (outcome.Fault is not null)
                return outcome;
            updated = outcome.Object!;
            if (live is null)
                ServerMetadata.PrepareCreate(updated);
            schema.ApplyDefaults(updated);
        }
        else
        {
            ApiOutcome outcome = Sent(request, type, body, live, schema, apiVersion, kind);
            if (outcome.Fault is not null)
                return outcome;
            updated = outcome.Object!;
            if (live is null)
                ServerMetadata.PrepareCreate(updated);
            else
                ServerMetadata.PrepareUpdate(updated, live);
            schema.Prune(updated);
            schema.ApplyDefaults(updated);
            updated = ServerSideApply.Update(live, updated, manager, schema, apiVersion, subresource, Time);
        }

        if (live is not null && ServerSideApply.IsUnchanged(live, updated))
            return live;
        IReadOnlyList<FieldCause> metadata = ObjectMetaValidation.Validate(WithName(updated, path), live, schema.IsCustom);
        List<FieldCause> causes = [.. metadata, .. schema.Validate(updated, live, metadata, subresource)];
        return causes.Count > 0 ? ApiFault.Invalid(KindAndGroup(apiVersion, kind), updated["metadata"]?["name"]?.GetValue<string>() ?? "", causes) : updated;
    }

    /// <summary>The object that a request other than an apply asks for.</summary>
    private static ApiOutcome Sent(JsonObject request, string type, JsonNode? body, JsonObject? live, StructuralSchema schema, string apiVersion, string kind)
    {
        ApiOutcome outcome = (request.Text("method"), type) switch
        {
            ("PATCH", "application/merge-patch+json") => JsonMergePatch.Apply(live!, body),
            ("PATCH", "application/json-patch+json") => JsonPatch.Apply(live!, body),
            ("PATCH", "application/strategic-merge-patch+json") => StrategicMergePatch.Apply(live!, body, schema),
            _ => body!.DeepClone().AsObject(),
        };
        if (outcome.Fault is not null)
            return outcome;
        JsonObject updated = outcome.Object!;
        if (!schema.IsCustom)
        {
            updated["apiVersion"] ??= apiVersion;
            updated["kind"] ??= kind;
        }

        string? unreadable = schema.IsCustom ? ObjectMetaValidation.Unreadable(updated, isCustom: true) : DecodeCheck.Run(schema, updated);
        if (unreadable is null)
            return updated;
        return request.Text("method") == "PATCH"
            ? ApiFault.Unreadable(updated, unreadable)
            : ApiFault.BadRequest($"{kind} in version \"{apiVersion.Split('/')[^1]}\" cannot be handled as a {kind}: {unreadable}");
    }

    public static (string Path, string Query) Split(string path)
    {
        int mark = path.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (path, "") : (path[..mark], path[(mark + 1)..]);
    }

    private static JsonObject WithName(JsonObject o, string path)
    {
        JsonObject metadata = o["metadata"] as JsonObject ?? [];
        if (metadata.Text("generateName") is { } prefix)
            metadata["name"] ??= prefix + "abcde";
        if (metadata["name"] is null && !path.EndsWith('s'))
            metadata["name"] = path.Split('/')[^1];
        return o;
    }

    private static string KindAndGroup(string apiVersion, string kind) =>
        apiVersion.Contains('/', StringComparison.Ordinal) ? $"{kind}.{apiVersion.Split('/')[0]}" : kind;

    private static JsonNode? ParseYamlOrJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
