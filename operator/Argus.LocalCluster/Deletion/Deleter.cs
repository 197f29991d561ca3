using System.Globalization;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Deletion;

/// <summary>Deletes objects: at once, or by marking them where something still holds them.</summary>
internal sealed class Deleter(ObjectStore store, TimeProvider clock)
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";
    public const string DefinitionFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <summary>Deletes one object.</summary>
    public DeleteResult Delete(ApiResource resource, ObjectKey key, DeleteOptions options)
    {
        while (true)
        {
            if (store.State.Find(key) is not { } stored)
                return new DeleteResult(null, false, StatusFault.NotFound(resource, key.Name));
            if (CheckPreconditions(resource, stored, options) is { } fault)
                return new DeleteResult(null, false, fault);
            if (TryDelete(resource, stored, options) is { } result)
                return result;
            if (options.ResourceVersion is not null)
                return new DeleteResult(null, false, StatusFault.Conflict(resource, key.Name));
        }
    }

    // Null where the object was changed by another in between.
    private DeleteResult? TryDelete(ApiResource resource, StoredObject stored, DeleteOptions options)
    {
        var o = stored.Parse();
        var metadata = o["metadata"]!.AsObject();
        bool marked = metadata["deletionTimestamp"] is not null;
        long grace = Grace(resource, o, options);
        bool finalizersChanged = SetFinalizers(resource, metadata, options, marked);
        bool held = metadata["finalizers"] is JsonArray { Count: > 0 } || o["spec"]?["finalizers"] is JsonArray { Count: > 0 };
        bool shorter = !marked || grace < (metadata.Integer("deletionGracePeriodSeconds") ?? 0);
        if (!held && grace == 0 && !options.DryRun && marked && metadata.Integer("deletionGracePeriodSeconds") > 0)
        {
            // Watchers see that its time was cut short before they see it go.
            Mark(resource, o, metadata, marked, grace);
            var cut = store.Put(stored.Key, stored, o);
            return cut is WriteOutcome.Done { Object: var last } ? Outcome(store.Delete(last), gone: true) : Outcome(cut, gone: false);
        }
        if (!held && grace == 0)
            return options.DryRun ? new DeleteResult(stored, true, null) : Outcome(store.Delete(stored), gone: true);
        if (marked && !shorter && !finalizersChanged)
            return new DeleteResult(stored, false, null);
        Mark(resource, o, metadata, marked, grace);
        if (!options.DryRun)
            return Outcome(store.Put(stored.Key, stored, o), gone: false);
        var shown = new StoredObject(stored.Key, stored.Version, Json.Serialize(o));
        return new DeleteResult(shown, false, null);
    }

    private void Mark(ApiResource resource, JsonObject o, JsonObject metadata, bool marked, long grace)
    {
        if (!marked && resource is { Rules.Generation: true, Kind: not "CustomResourceDefinition" } && metadata.Integer("generation") is { } generation)
            metadata["generation"] = generation + 1;
        var moment = clock.GetUtcNow() + Seconds.Span(grace);
        if (!marked || grace < (metadata.Integer("deletionGracePeriodSeconds") ?? 0))
            metadata["deletionTimestamp"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        switch (resource.Kind)
        {
            case "Namespace" when !resource.Custom:
                o["status"] ??= new JsonObject();
                o["status"]!["phase"] = "Terminating";
                break;
            case "CustomResourceDefinition":
                DefinitionController.SetCondition(o, "Terminating", "True", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", SystemFields.Timestamp(clock));
                break;
            default:
                metadata["deletionGracePeriodSeconds"] = grace;
                break;
        }
    }

    private static long Grace(ApiResource resource, JsonObject o, DeleteOptions options)
    {
        if (resource.Rules.GracePeriod is not { } usual)
            return 0;
        long own = usual(o);
        return own == 0 ? 0 : options.GraceSeconds ?? own;
    }

    private static bool SetFinalizers(ApiResource resource, JsonObject metadata, DeleteOptions options, bool marked)
    {
        var finalizers = metadata.Strings("finalizers").ToList();
        var before = finalizers.ToArray();
        if (options.Propagation is { } policy)
        {
            finalizers.RemoveAll(f => f is ForegroundFinalizer or OrphanFinalizer);
            if (policy == "Foreground")
                finalizers.Add(ForegroundFinalizer);
            else if (policy == "Orphan")
                finalizers.Add(OrphanFinalizer);
        }
        if (!marked && resource is { Kind: "CustomResourceDefinition", Custom: false } && !finalizers.Contains(DefinitionFinalizer))
            finalizers.Add(DefinitionFinalizer);
        if (finalizers.SequenceEqual(before))
            return false;
        if (finalizers.Count == 0)
            metadata.Remove("finalizers");
        else
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]);
        return true;
    }

    private static StatusFault? CheckPreconditions(ApiResource resource, StoredObject stored, DeleteOptions options)
    {
        string? why = null;
        if (options.Uid is { } uid && uid != stored.Facts.Uid)
            why = $"the UID in the precondition ({uid}) does not match the UID in record ({stored.Facts.Uid}). The object might have been deleted and then recreated";
        else if (options.ResourceVersion is { } version && version != stored.Version.ToString(CultureInfo.InvariantCulture))
            why = $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({stored.Version}). The object might have been modified";
        if (why is null)
            return null;
        // This one conflict is told of the kind, not of the resource.
        string subject = resource.Group.Length == 0 ? resource.Kind : $"{resource.Kind}.{resource.Group}";
        var details = new JsonObject { ["name"] = stored.Key.Name };
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Kind;
        return new StatusFault(409, "Conflict", $"Operation cannot be fulfilled on {subject} \"{stored.Key.Name}\": {why}") { Details = details };
    }

    private static DeleteResult? Outcome(WriteOutcome outcome, bool gone) => outcome switch
    {
        WriteOutcome.Done done => new DeleteResult(done.Object, gone, null),
        WriteOutcome.NotStored failed => new DeleteResult(null, false, new StatusFault(507, "InsufficientStorage", $"the deletion could not be written to disk: {failed.Reason}; free some space and try again")),
        _ => null,
    };
}
