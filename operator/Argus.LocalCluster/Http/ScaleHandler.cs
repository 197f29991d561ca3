using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Http;

/// <summary>The scale subresource: two numbers and a selector of an object, as a Scale.</summary>
internal sealed class ScaleHandler(ObjectStore store, ObjectWriter writer)
{
    // What the server says of the code that decodes a Scale of a custom resource.
    private const string UnknownKind = "no kind is registered for the type v1.Scale in scheme \"k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go:781\"";

    public async Task<StatusFault?> GetAsync(ApiCall call)
    {
        if (store.State.Find(call.Key) is not { } stored)
            return StatusFault.NotFound(call.Resource, call.Request.Name!);
        await AnswerWriter.WriteJsonAsync(call.Http, 200, ScaleOf(call.Resource, call.Resource.Parse(stored)), call.Media.Yaml);
        return null;
    }

    public async Task<StatusFault?> WriteAsync(ApiCall call)
    {
        bool patch = call.Request.Verb == "patch";
        var (body, tooLarge) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return tooLarge;
        if (patch && PatchHandler.UnknownForm(call, body.MediaType) is { } unknown)
            return unknown;
        bool apply = body.MediaType == RequestBody.ApplyPatch;
        if (WriteOptions.Read(call.Http.Request, patch ? "PatchOptions" : "UpdateOptions", apply, out var options) is { } bad)
            return bad;
        var target = new WriteTarget(call.Resource, call.Namespace, call.Request.Name, "scale", options, call.Caller);
        bool versioned = body.GoodJson(out var sent, out _) is null && (sent as JsonObject)?["metadata"]?["resourceVersion"] is JsonValue;
        StatusFault? Change(JsonObject current, out JsonObject next)
        {
            next = current;
            var scale = ScaleOf(call.Resource, current);
            if ((patch ? Patched(body, scale) : Sent(call, body, scale)) is { } fault)
                return fault;
            return Put(call.Resource, current, scale);
        }
        var result = await writer.UpdateAsync(target, Change, ownershipDone: false, versioned, call.Aborted);
        if (result.Fault is not null)
            return result.Fault;
        await AnswerWriter.WriteJsonAsync(call.Http, 200, ScaleOf(call.Resource, JsonNode.Parse(result.Shown)!.AsObject()), call.Media.Yaml);
        return null;
    }

    private static StatusFault? Sent(ApiCall call, RequestBody body, JsonObject scale)
    {
        if (body.Parse("Scale", out _, out var sent) is { } bad)
            return bad;
        if (sent.Text("kind") != "Scale")
            return StatusFault.BadRequest(call.Resource.Custom ? UnknownKind
                : $"{sent.Text("kind")} in version \"v1\" cannot be handled as a Scale: no kind \"{sent.Text("kind")}\" is registered for version \"autoscaling/v1\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"");
        var metadata = scale["metadata"]!.AsObject();
        if (sent["metadata"]?["resourceVersion"] is { } version)
            metadata["resourceVersion"] = version.DeepClone();
        metadata["name"] = sent["metadata"]?["name"]?.DeepClone() ?? metadata["name"]?.DeepClone();
        scale["spec"] = sent["spec"]?.DeepClone() ?? new JsonObject();
        return null;
    }

    private static StatusFault? Patched(RequestBody body, JsonObject scale)
    {
        JsonObject next;
        if (body.MediaType is RequestBody.ApplyPatch or RequestBody.StrategicPatch)
        {
            if (body.GoodJson(out _, out _) is { } error)
                return StatusFault.BadRequest($"error decoding patch: {error}");
            body = body with { MediaType = RequestBody.MergePatch };
        }
        if (PatchHandler.Merge(body, scale.DeepClone().AsObject(), StructuralSchema.Compile(new JsonObject { ["type"] = "object" }), out next) is { } fault)
            return fault;
        scale["spec"] = next["spec"]?.DeepClone() ?? new JsonObject();
        scale["metadata"] = next["metadata"]?.DeepClone() ?? new JsonObject();
        return null;
    }

    private static StatusFault? Put(ApiResource resource, JsonObject current, JsonObject scale)
    {
        long replicas = (scale["spec"] as JsonObject)?.Integer("replicas") ?? 0;
        if (replicas < 0 && !resource.Custom)
            return StatusFault.Invalid("Scale", "autoscaling", current["metadata"]!.AsObject().Text("name")!,
                [new FieldCause("FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0", "spec.replicas")]);
        string[] path = resource.Scale!.Spec.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var parent = current;
        foreach (string name in path.AsSpan(0, path.Length - 1))
        {
            if (parent[name] is not JsonObject child)
                parent[name] = child = [];
            parent = child;
        }
        parent[path[^1]] = replicas;
        // The version of a Scale is that of the object. A Scale without one is written over whatever is there.
        if (scale["metadata"]?["resourceVersion"] is JsonValue version && version.ToString().Length > 0)
            current["metadata"]!["resourceVersion"] = version.DeepClone();
        return null;
    }

    private static JsonObject ScaleOf(ApiResource resource, JsonObject o)
    {
        var from = o["metadata"]!.AsObject();
        var metadata = new JsonObject();
        foreach (string name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            SystemFields.Copy(metadata, from, name);
        var spec = new JsonObject();
        if (At(o, resource.Scale!.Spec) is { } desired && (resource.Custom || desired.AsInteger() != 0))
            spec["replicas"] = desired.DeepClone();
        var status = new JsonObject { ["replicas"] = At(o, resource.Scale.Status)?.DeepClone() ?? 0 };
        if (Selector(resource, o) is { Length: > 0 } selector)
            status["selector"] = selector;
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    private static string? Selector(ApiResource resource, JsonObject o)
    {
        if (resource.Scale!.Selector is { } path)
            return At(o, path)?.ToString();
        using var document = System.Text.Json.JsonDocument.Parse(Json.Serialize(o["spec"]?["selector"] ?? new JsonObject()));
        return resource.Custom ? null : Tables.Cells.Selector(document.RootElement);
    }

    private static JsonNode? At(JsonObject o, string path)
    {
        JsonNode? node = o;
        foreach (string name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            node = (node as JsonObject)?[name];
        return node;
    }
}
