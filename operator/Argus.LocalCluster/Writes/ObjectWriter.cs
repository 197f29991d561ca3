using System.Globalization;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Admission;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Writes;

/// <summary>create and update: from a body to a stored object.</summary>
internal sealed class ObjectWriter(ObjectStore store, AdmissionGate admission, ServiceAddresses addresses, TimeProvider clock)
{
    // As etcd's limit for one request.
    private const int MaxObjectBytes = 1536 * 1024;

    /// <summary>Makes the next state from the one before, or says why not. The state it is given may be changed.</summary>
    public delegate StatusFault? Change(JsonObject current, out JsonObject next);

    /// <summary>Creates an object from a decoded body.</summary>
    public async Task<WriteResult> CreateAsync(WriteTarget target, JsonObject body, bool ownershipDone, CancellationToken cancellationToken)
    {
        var resource = target.Resource;
        var metadata = body["metadata"]!.AsObject();
        if (CheckCreate(target, metadata) is { } refused)
            return refused;
        if (resource.Terminating)
            return StatusFault.Forbidden(resource, metadata.Text("name") ?? "", "create not allowed while custom resource definition is terminating");
        string now = SystemFields.Timestamp(clock);
        SystemFields.Create(metadata, target.Namespace, resource.Rules.Generation, now);
        string name = metadata.Text("name") ?? "";
        if (admission.CheckNamespace(target, name) is { } noNamespace)
            return noNamespace;
        resource.Schema.ApplyDefaults(body);
        if (ownershipDone)
            DropStatus(resource, body);
        else
            body = ServerSideApply.Update(null, body, target.Options.Manager, resource.Schema, resource.ApiVersion, target.Subresource, now);
        if (Validate(target, body, null) is { } invalid)
            return invalid;
        resource.Rules.OnCreate?.Invoke(body);
        var causes = new List<FieldCause>();
        using var address = addresses.Reserve(resource, body, null, causes);
        if (causes.Count > 0)
            return StatusFault.Invalid(resource, name, causes);
        if (await admission.ReviewAsync(target, "CREATE", name, body, null, cancellationToken) is { } denied)
            return denied;

        var key = target.Key with { Name = name };
        if (store.State.Find(key) is { } existing)
            return StatusFault.AlreadyExists(resource, name, existing.Facts.Deleting);
        return Store(target, key, null, body, created: true) ?? StatusFault.AlreadyExists(resource, name, deleting: false);
    }

    /// <summary>Changes an object. Where the new state names no resourceVersion of its own, a change by others in between is no conflict: it is done again.</summary>
    /// <param name="target">Which object.</param>
    /// <param name="change">Makes the next state.</param>
    /// <param name="ownershipDone">True where managedFields are already as they should be.</param>
    /// <param name="versioned">True where the body itself named the version.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async Task<WriteResult> UpdateAsync(WriteTarget target, Change change, bool ownershipDone, bool versioned, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (store.State.Find(target.Key) is not { } current)
                return StatusFault.NotFound(target.Resource, target.Name!);
            var result = await TryUpdateAsync(target, current, change, ownershipDone, cancellationToken);
            if (result is { } done)
                return done;
            if (versioned)
                return StatusFault.Conflict(target.Resource, target.Name!);
        }
    }

    // Null where the object was changed by another in between.
    private async Task<WriteResult?> TryUpdateAsync(WriteTarget target, StoredObject current, Change change, bool ownershipDone, CancellationToken cancellationToken)
    {
        var resource = target.Resource;
        target.Warnings.Clear();
        var old = resource.Parse(current);
        if (change(resource.Parse(current), out var next) is { } fault)
            return fault;
        var metadata = next["metadata"]!.AsObject();
        if (CheckUpdate(target, metadata, current) is { } refused)
            return refused;
        SystemFields.Update(metadata, old["metadata"]!.AsObject(), target.Namespace);
        metadata["resourceVersion"] = current.Version.ToString(CultureInfo.InvariantCulture);
        resource.Schema.ApplyDefaults(next);
        resource.Rules.OnUpdate?.Invoke(next, old);
        if (target.Subresource == "finalize")
            next = FinalizeOf(old, next);
        else if (target.Subresource == "scale")
        {
            var scaled = ScaleOwnership.Write(old, next, target.Options.Manager, resource.Scale!.Spec, resource.ApiVersion, applied: false);
            next = scaled.Object!;
        }
        else if (!ownershipDone)
            next = ServerSideApply.Update(old, next, target.Options.Manager, resource.Schema, resource.ApiVersion, target.Subresource, SystemFields.Timestamp(clock));
        if (resource.Rules.Generation && SystemFields.DesiredChanged(old, next))
            next["metadata"]!["generation"] = ((long?)old["metadata"]!["generation"] ?? 0) + 1;
        if (Validate(target, next, old) is { } invalid)
            return invalid;
        if (ServerSideApply.IsUnchanged(old, next))
            return new WriteResult(resource.Bytes(current), false, null);
        var causes = new List<FieldCause>();
        using var address = addresses.Reserve(resource, next, old, causes);
        if (causes.Count > 0)
            return StatusFault.Invalid(resource, target.Name!, causes);
        if (await admission.ReviewAsync(target, "UPDATE", target.Name!, next, old, cancellationToken) is { } denied)
            return denied;
        return IsReleased(next) ? Release(target, current, next) : Store(target, target.Key, current, next, created: false);
    }

    private static StatusFault? CheckCreate(WriteTarget target, JsonObject metadata)
    {
        if (target.Resource.Namespaced && metadata.Text("namespace") is { Length: > 0 } ns && ns != target.Namespace)
            return StatusFault.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        return metadata.Text("resourceVersion") is { Length: > 0 } and not "0"
            ? StatusFault.Internal("resourceVersion should not be set on objects to be created")
            : null;
    }

    private static StatusFault? CheckUpdate(WriteTarget target, JsonObject metadata, StoredObject current)
    {
        var resource = target.Resource;
        string name = metadata.Text("name") ?? "";
        if (name.Length == 0)
            metadata["name"] = name = target.Name!;
        if (name != target.Name)
            return StatusFault.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        if (resource.Namespaced && metadata.Text("namespace") is { Length: > 0 } ns && ns != target.Namespace)
            return StatusFault.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        string version = metadata.Text("resourceVersion") ?? "";
        if (version is "" or "0")
            return resource.Rules.UnconditionalUpdate ? null : StatusFault.Invalid(resource.Plural, resource.Group, name,
                [new FieldCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion")], $"{resource.QualifiedPlural}");
        if (!ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out ulong asked))
            return StatusFault.Internal($"strconv.ParseUint: parsing \"{version}\": invalid syntax");
        return (long)asked == current.Version ? null : StatusFault.Conflict(resource, name);
    }

    private static StatusFault? Validate(WriteTarget target, JsonObject next, JsonObject? old)
    {
        var resource = target.Resource;
        var causes = new List<FieldCause>();
        target.Warnings.AddRange(ObjectMetaValidation.Warnings(next));
        causes.AddRange(ObjectMetaValidation.Validate(next, old, resource.Custom));
        causes.AddRange(resource.Schema.Validate(next, old, causes));
        return causes.Count == 0 ? null : StatusFault.Invalid(resource, next["metadata"]!.AsObject().Text("name") ?? "", causes);
    }

    private static void DropStatus(ApiResource resource, JsonObject body)
    {
        if (resource.HasStatus && resource.Custom)
            body.Remove("status");
    }

    private static JsonObject FinalizeOf(JsonObject old, JsonObject next)
    {
        var result = old.DeepClone().AsObject();
        result["spec"] = next["spec"]?.DeepClone() ?? new JsonObject();
        return result;
    }

    // Being deleted, and nothing holds it any longer.
    private static bool IsReleased(JsonObject next) =>
        next["metadata"]!["deletionTimestamp"] is not null
        && next["metadata"]!["finalizers"] is null or JsonArray { Count: 0 }
        && ((long?)next["metadata"]!["deletionGracePeriodSeconds"] ?? 0) == 0
        && next["spec"]?["finalizers"] is not JsonArray { Count: > 0 };

    private WriteResult? Release(WriteTarget target, StoredObject current, JsonObject next)
    {
        if (target.Options.DryRun)
            return new WriteResult(Json.Serialize(next), false, null);
        return store.Delete(current) switch
        {
            WriteOutcome.Done => new WriteResult(Json.Serialize(next), false, null),
            WriteOutcome.NotStored failed => NotStored(failed),
            _ => (WriteResult?)null,
        };
    }

    private WriteResult? Store(WriteTarget target, ObjectKey key, StoredObject? current, JsonObject next, bool created)
    {
        var resource = target.Resource;
        var metadata = next["metadata"]!.AsObject();
        if (target.Options.DryRun)
            return new WriteResult(Json.Serialize(next), created, null);
        metadata["resourceVersion"] = "0";
        resource.Rules.ToStored?.Invoke(next);
        if (resource.Version != resource.StorageVersion || resource.Group != resource.StorageGroup)
            next["apiVersion"] = resource.StorageGroup.Length == 0 ? resource.StorageVersion : $"{resource.StorageGroup}/{resource.StorageVersion}";
        TypeFirst(next);
        switch (store.Put(key, current, next, MaxObjectBytes))
        {
            case WriteOutcome.Done done:
                resource.Remember(done.Object);
                return new WriteResult(resource.Bytes(done.Object), created, null);
            case WriteOutcome.NotStored failed:
                return NotStored(failed);
            case WriteOutcome.TooDeep:
                return StatusFault.BadRequest("the object is nested too deeply: exceeded max depth");
            case WriteOutcome.TooLarge:
                return StatusFault.Internal("etcdserver: request is too large");
            default:
                return null;
        }
    }

    private static WriteResult NotStored(WriteOutcome.NotStored failed) =>
        new StatusFault(507, "InsufficientStorage", $"the object could not be written to disk: {failed.Reason}; free some space and try again");

    // Lists leave the type out of their items, which is a cut at the front when it is there.
    private static void TypeFirst(JsonObject next)
    {
        var kind = next["kind"];
        var apiVersion = next["apiVersion"];
        next.Remove("kind");
        next.Remove("apiVersion");
        next.Insert(0, "apiVersion", apiVersion);
        next.Insert(0, "kind", kind);
    }
}
