using System.Text.Json.Nodes;
using Argus.LocalCluster.Admission;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Deletion;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Http;

/// <summary>delete and deletecollection.</summary>
internal sealed class DeleteHandler(ObjectStore store, Deleter deleter, AdmissionGate admission, ObjectAnswers answers)
{
    private static readonly string[] Protected = ["default", "kube-system", "kube-public"];

    public async Task<StatusFault?> DeleteAsync(ApiCall call)
    {
        var (options, fault) = await ReadAsync(call);
        if (options is null)
            return fault;
        var resource = call.Resource;
        if (resource is { Kind: "Namespace", Custom: false } && Protected.Contains(call.Request.Name))
            return StatusFault.Forbidden(resource, call.Request.Name!, "this namespace may not be deleted");
        if (store.State.Find(call.Key) is { } stored && await ReviewAsync(call, stored, options) is { } denied)
            return denied;
        var result = deleter.Delete(resource, call.Key, options);
        if (result.Fault is not null)
            return result.Fault;
        if (result.Gone && !resource.Rules.DeleteGivesObject)
            await AnswerWriter.WriteJsonAsync(call.Http, 200, Success(resource, result.Object!), call.Media.Yaml);
        else
            await answers.WriteAsync(call, 200, resource.Bytes(result.Object!));
        return null;
    }

    public async Task<StatusFault?> DeleteCollectionAsync(ApiCall call)
    {
        var (options, fault) = await ReadAsync(call);
        if (options is null)
            return fault;
        if (ListOptions.Read(call.Query, call.Resource, watch: false, out var list) is { } bad)
            return bad;
        var state = store.State;
        var chosen = state.Of(call.Resource.StorageKey).In(call.ListNamespace)
            .Where(o => list.Labels.Matches(o.Facts.Labels) && list.Fields.Matches(o)).ToList();
        foreach (var stored in chosen)
        {
            if (await ReviewAsync(call, stored, options) is { } denied)
                return denied;
            // One that is gone in the meantime is what was asked for.
            if (deleter.Delete(call.Resource, stored.Key, options).Fault is { Code: not 404 } failed)
                return failed;
        }
        await answers.WriteListAsync(call, chosen, state.Version, null, null);
        return null;
    }

    private static JsonObject Success(ApiResource resource, StoredObject stored)
    {
        var details = new JsonObject { ["name"] = stored.Key.Name };
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Plural;
        details["uid"] = stored.Facts.Uid;
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    private Task<StatusFault?> ReviewAsync(ApiCall call, StoredObject stored, DeleteOptions options)
    {
        var target = new WriteTarget(call.Resource, stored.Key.Namespace, stored.Key.Name, null, new WriteOptions(options.DryRun, "Ignore", "", false), call.Caller);
        return admission.ReviewAsync(target, "DELETE", stored.Key.Name, null, call.Resource.Parse(stored), call.Aborted);
    }

    private static async Task<(DeleteOptions? Options, StatusFault? Fault)> ReadAsync(ApiCall call)
    {
        var (body, fault) = await RequestBody.ReadAsync(call.Http.Request, call.Aborted);
        if (body is null)
            return (null, fault);
        return DeleteOptions.Read(call.Query, body, out var options) is { } bad ? (null, bad) : (options, null);
    }
}
