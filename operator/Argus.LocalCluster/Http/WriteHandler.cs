using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Http;

/// <summary>create and update by POST and PUT.</summary>
internal sealed class WriteHandler(ObjectStore store, ObjectWriter writer, ObjectAnswers answers)
{
    private const string Accepted = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    public async Task<StatusFault?> CreateAsync(ApiCall call)
    {
        if (WriteOptions.Read(call.Http.Request, "CreateOptions", apply: false, out var options) is { } bad)
            return bad;
        var target = new WriteTarget(call.Resource, call.Namespace, null, null, options, call.Caller);
        var (body, fault) = await ReadAsync(call, target);
        if (body is null)
            return fault;
        return await AnswerAsync(call, target, await writer.CreateAsync(target, body, ownershipDone: false, call.Aborted));
    }

    public async Task<StatusFault?> UpdateAsync(ApiCall call)
    {
        if (WriteOptions.Read(call.Http.Request, "UpdateOptions", apply: false, out var options) is { } bad)
            return bad;
        var target = new WriteTarget(call.Resource, call.Namespace, call.Request.Name, call.Request.Subresource, options, call.Caller);
        var (body, fault) = await ReadAsync(call, target);
        if (body is null)
            return fault;
        if (!NamesTarget(body, target) && body["metadata"]!.AsObject().Text("name") is { Length: > 0 } other)
            return StatusFault.BadRequest($"the name of the object ({other}) does not match the name on the URL ({target.Name})");
        if (call.Resource.Rules.CreateOnUpdate && store.State.Find(target.Key) is null && NamesTarget(body, target))
            return await AnswerAsync(call, target, await writer.CreateAsync(target with { Name = null }, body, ownershipDone: false, call.Aborted));
        var metadata = body["metadata"]!.AsObject();
        bool versioned = metadata.Text("resourceVersion") is { Length: > 0 } and not "0";
        string uid = metadata.Text("uid") ?? "";
        StatusFault? Replace(JsonObject current, out JsonObject next)
        {
            next = body.DeepClone().AsObject();
            // A uid in a PUT says which object is meant; another one of the same name is not it.
            string actual = current["metadata"]!.AsObject().Text("uid")!;
            return uid.Length == 0 || uid == actual ? null : StatusFault.Conflict(call.Resource, target.Name!,
                $"StorageError: invalid object, Code: 4, Key: /registry/{RegistryPath(call)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {actual}");
        }
        return await AnswerAsync(call, target, await writer.UpdateAsync(target, Replace, ownershipDone: false, versioned, call.Aborted));
    }

    /// <summary>Sends the object after a write, or gives back why there is none.</summary>
    public async Task<StatusFault?> AnswerAsync(ApiCall call, WriteTarget target, WriteResult result)
    {
        if (result.Fault is { } fault)
            return fault with { Warnings = [.. target.Warnings] };
        foreach (string warning in target.Warnings)
            call.Http.Response.Headers.Append("Warning", AnswerWriter.WarningHeader(warning));
        await answers.WriteAsync(call, result.Created ? 201 : 200, result.Shown);
        return null;
    }

    private static bool NamesTarget(JsonObject body, WriteTarget target) => body["metadata"]!.AsObject().Text("name") == target.Name;

    private static string RegistryPath(ApiCall call)
    {
        var resource = call.Resource;
        string group = resource.Custom ? resource.Group + "/" : "";
        return $"{group}{resource.Plural}/{(call.Namespace.Length > 0 ? call.Namespace + "/" : "")}{call.Request.Name}";
    }

    private static async Task<(JsonObject? Body, StatusFault? Fault)> ReadAsync(ApiCall call, WriteTarget target)
    {
        var (body, tooLarge) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return (null, tooLarge);
        if (body.MediaType is not ("" or "application/json" or "application/yaml"))
            return (null, new StatusFault(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {Accepted}"));
        if (body.Parse(call.Resource, out var duplicates, out var parsed) is { } bad)
            return (null, bad);
        var fault = ObjectDecoder.Decode(target, parsed, duplicates);
        return fault is null ? (parsed, null) : (null, fault with { Warnings = [.. target.Warnings] });
    }
}
