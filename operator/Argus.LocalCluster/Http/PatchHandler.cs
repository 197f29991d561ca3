using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Patch;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Http;

/// <summary>patch in its four forms.</summary>
internal sealed class PatchHandler(ObjectStore store, ObjectWriter writer, WriteHandler writes, TimeProvider clock)
{
    public async Task<StatusFault?> PatchAsync(ApiCall call)
    {
        var (body, fault) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return fault;
        if (UnknownForm(call, body.MediaType) is { } unknown)
            return unknown;
        bool apply = body.MediaType == RequestBody.ApplyPatch;
        if (WriteOptions.Read(call.Http.Request, "PatchOptions", apply, out var options) is { } bad)
            return bad;
        var target = new WriteTarget(call.Resource, call.Namespace, call.Request.Name, call.Request.Subresource, options, call.Caller);
        return apply ? await ApplyAsync(call, target, body) : await MergeAsync(call, target, body);
    }

    /// <summary>A form of patch that a kind does not take.</summary>
    public static StatusFault? UnknownForm(ApiCall call, string mediaType)
    {
        string[] accepted = call.Resource.Custom
            ? [RequestBody.JsonPatch, RequestBody.MergePatch, RequestBody.ApplyPatch]
            : [RequestBody.JsonPatch, RequestBody.MergePatch, RequestBody.StrategicPatch, RequestBody.ApplyPatch];
        return accepted.Contains(mediaType) ? null
            : new StatusFault(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");
    }

    /// <summary>Lays a patch that is no apply over an object; what is wrong with the patch is told in the words of the server.</summary>
    public static StatusFault? Merge(RequestBody body, JsonObject current, StructuralSchema schema, out JsonObject next)
    {
        next = current;
        if (body.GoodJson(out var patch, out _) is { } error)
            return StatusFault.BadRequest($"error decoding patch: {error}");
        var outcome = body.MediaType switch
        {
            RequestBody.JsonPatch => JsonPatch.Apply(current, patch!),
            RequestBody.MergePatch => JsonMergePatch.Apply(current, patch!),
            _ => StrategicMergePatch.Apply(current, patch!, schema),
        };
        next = outcome.Object ?? current;
        return outcome.Fault is { } fault ? StatusFault.From(fault) : null;
    }

    private async Task<StatusFault?> MergeAsync(ApiCall call, WriteTarget target, RequestBody body)
    {
        // Set once the patch itself names a version: then a change in between is a conflict.
        bool versioned = body.GoodJson(out var patch, out _) is null && ((patch as JsonObject)?["metadata"] as JsonObject)?["resourceVersion"] is not null;
        StatusFault? Change(JsonObject current, out JsonObject next)
        {
            if (Merge(body, current, call.Resource.Schema, out next) is { } fault)
                return fault;
            return DecodePatched(target, next);
        }
        return await writes.AnswerAsync(call, target, await writer.UpdateAsync(target, Change, ownershipDone: false, versioned, call.Aborted));
    }

    private async Task<StatusFault?> ApplyAsync(ApiCall call, WriteTarget target, RequestBody body)
    {
        if (ReadApplied(call, body, out var applied) is { } bad)
            return bad;
        var resource = call.Resource;
        StatusFault? Change(JsonObject? current, out JsonObject next)
        {
            next = current ?? [];
            var outcome = ServerSideApply.Apply(
                current, applied.DeepClone().AsObject(), target.Options.Manager, target.Options.Force, resource.Schema, resource.ApiVersion, target.Subresource, SystemFields.Timestamp(clock));
            if (outcome.Fault is { } fault)
                return StatusFault.From(fault);
            next = outcome.Object!;
            return DecodePatched(target, next);
        }

        if (store.State.Find(target.Key) is not null || target.Subresource is not null)
        {
            bool versioned = (applied["metadata"] as JsonObject)?["resourceVersion"] is not null;
            StatusFault? ChangeExisting(JsonObject current, out JsonObject next) => Change(current, out next);
            return await writes.AnswerAsync(call, target, await writer.UpdateAsync(target, ChangeExisting, ownershipDone: true, versioned, call.Aborted));
        }
        if ((applied["metadata"] as JsonObject)?.Text("uid") is { Length: > 0 } uid)
            return StatusFault.Conflict(resource, target.Name!, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        if (Change(null, out var created) is { } refused)
            return refused;
        (created["metadata"] as JsonObject)?.Remove("resourceVersion");
        var result = await writer.CreateAsync(target with { Name = null }, created, ownershipDone: true, call.Aborted);
        // Two that apply what is not there at the same moment: the second one changes what the first one made.
        return result.Fault is { Reason: "AlreadyExists" } ? await ApplyAsync(call, target, body) : await writes.AnswerAsync(call, target, result);
    }

    private static StatusFault? ReadApplied(ApiCall call, RequestBody body, out JsonObject applied)
    {
        applied = [];
        JsonNode? node;
        if (body.StartsAsJson())
        {
            if (body.GoodJson(out node, out _) is { } error)
                return StatusFault.BadRequest($"error decoding YAML: {error}");
        }
        else
        {
            node = YamlDocument.Read(System.Text.Encoding.UTF8.GetString(body.Bytes), out string? error);
            if (error is not null)
                return StatusFault.BadRequest($"error decoding YAML: {error}");
        }
        if (node is not JsonObject found)
            return StatusFault.BadRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}");
        applied = found;
        var metadata = found["metadata"] as JsonObject;
        if (metadata is null)
            found["metadata"] = metadata = [];
        metadata["name"] ??= call.Request.Name;
        if (metadata.Text("name") != call.Request.Name)
            return StatusFault.BadRequest($"the name of the object ({metadata.Text("name")}) does not match the name on the URL ({call.Request.Name})");
        if (call.Resource.Namespaced && metadata.Text("namespace") is { Length: > 0 } ns && ns != call.Namespace)
            return StatusFault.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        return null;
    }

    // The result of a patch is held against the kind as a body would be; but what does not fit is said of the patch.
    private static StatusFault? DecodePatched(WriteTarget target, JsonObject next)
    {
        var resource = target.Resource;
        string? before = target.Options.FieldValidation == "Strict" ? next.ToJsonString() : null;
        var fault = ObjectDecoder.Decode(target, next, []);
        if (fault is null)
            return null;
        string known = $"cannot be handled as a {resource.Kind}: ";
        int at = fault.Message.IndexOf(known, StringComparison.Ordinal);
        if (at >= 0 && next.Text("kind") == resource.Kind && next.Text("apiVersion") == resource.ApiVersion)
            return StatusFault.Invalid("", "", "", [new FieldCause("FieldValueInvalid", $"Invalid value: {Causes.Quoted(before ?? next.ToJsonString())}: {fault.Message[(at + known.Length)..]}", "patch")]);
        if (!resource.Custom)
            return fault;
        return next.Text("apiVersion") == resource.ApiVersion ? fault : StatusFault.Invalid(resource, target.Name!,
            [new FieldCause("FieldValueInvalid", $"Invalid value: \"{next.Text("apiVersion")}\": must be {resource.ApiVersion}", "apiVersion")]);
    }
}
