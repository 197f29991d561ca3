using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// Structured merge: who owns which field of an object. The rules are those of server-side apply; defaults have no owner, and fields
/// that a subresource may not write are put back before ownership is looked at.
/// </summary>
public static class ServerSideApply
{
    /// <summary>Manager of all that was there before the first apply of an object whose ownership nobody had tracked.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>Lays a configuration over an object.</summary>
    /// <param name="live">The stored object; null where there is none.</param>
    /// <param name="applied">The configuration as sent.</param>
    /// <param name="manager">Name of the manager.</param>
    /// <param name="force">Take fields from other managers rather than refuse.</param>
    /// <param name="schema">The kind's schema.</param>
    /// <param name="apiVersion">The version that is applied.</param>
    /// <param name="subresource">Null for the object itself.</param>
    /// <param name="time">Time for managedFields, RFC 3339.</param>
    /// <returns>The new object, neither defaulted nor validated; or conflicts (409), or an untypable configuration (400, 500).</returns>
    public static ApiOutcome Apply(
        JsonObject? live, JsonObject applied, string manager, bool force, StructuralSchema schema, string apiVersion, string? subresource, string time)
    {
        if (applied.Text("apiVersion") != apiVersion || applied.Text("kind") is null)
            return ApiFault.BadRequest($"invalid object type: {GroupVersionKind(applied)}");
        if (applied["metadata"]?["managedFields"] is not null)
            return ApiFault.BadRequest("metadata.managedFields must be nil");
        (FieldSet typed, IReadOnlyList<string> errors) = TypedWalk.Run(schema.Root, applied);
        if (errors.Count > 0)
            return Untyped(applied, errors);

        var self = new ManagedEntry(manager, Applied: true, apiVersion, subresource, live is null ? time : null, Ownership.Tracked(typed, schema, subresource));
        ManagedFields managers = Adopted(live, schema, apiVersion, time);
        ManagedEntry? former = managers.Find(self);
        FieldSet? last = former?.Fields;
        JsonObject merged = Ownership.Copy(live);
        ObjectMerge.Run(schema.Root, merged, applied);
        bool laid = LaysMore(live, merged, subresource);
        ResetFields.Restore(schema, live, merged, subresource);
        // The time is that of the last apply that changed the object: one that only owns more leaves it, or has none.
        managers.Put(self with { Time = former?.Time ?? self.Time });
        if (last is not null)
            Prune(schema, merged, managers.Union().Union(typed), last);

        FieldSet changed = Changes(schema, live, merged, out FieldSet removed);
        if (!force && Ownership.Conflicts(managers, self, changed) is { Count: > 0 } found)
        {
            IReadOnlyList<FieldConflict> conflicts = manager == LastApplied.Kubectl ? LastApplied.NotAllowed(found, live, schema) : found;
            if (conflicts.Count > 0)
                return FieldConflict.ToFault(conflicts);
        }

        if (laid || !changed.IsEmpty || !removed.IsEmpty)
            managers.Put(self with { Time = time });
        managers.TakeFromOthers(self, changed);
        managers.TakeFromOthers(self, removed);
        managers.WriteTo(merged);
        if (manager == LastApplied.Kubectl && subresource is null)
            LastApplied.Refresh(merged, live, applied);
        return merged;
    }

    /// <summary>Records who changed what by POST, PUT or a patch that is no apply.</summary>
    /// <param name="old">The stored object; null on create.</param>
    /// <param name="updated">The new state, with defaults; its ownership and the fields that it may not write are rewritten in place.</param>
    public static JsonObject Update(
        JsonObject? old, JsonObject updated, string manager, StructuralSchema schema, string apiVersion, string? subresource, string time)
    {
        ResetFields.Restore(schema, old, updated, subresource);
        ManagedFields managers = Sent(old, updated, subresource);
        bool untracked = old is not null && managers.Entries.Count == 0 && !ManagedFields.IsReset(updated);
        if (untracked)
        {
            Ownership.Strip(updated);
            return updated;
        }

        Ownership.Strip(updated);
        ObjectComparison comparison = ObjectComparison.Run(schema.Root, old is null ? ZeroObject.Of(schema) : old, updated);
        FieldSet changed = Ownership.Tracked(comparison.Changed, schema, subresource);
        var self = new ManagedEntry(manager, Applied: false, apiVersion, subresource, time, changed);
        ManagedEntry? former = managers.Find(self);
        managers.TakeFromOthers(self, comparison.Changed);
        managers.TakeFromOthers(self, comparison.Removed);
        if (former is not null)
        {
            FieldSet kept = former.Fields.Except(comparison.Removed);
            self = changed.IsEmpty ? former.With(kept) : self with { Fields = kept.Union(changed) };
        }

        managers.Put(self);
        managers.WriteTo(updated);
        return updated;
    }

    /// <summary>Whether a write changed nothing but times in managedFields; the stored object then stays as it is.</summary>
    public static bool IsUnchanged(JsonObject old, JsonObject updated) => UnchangedObject.Check(old, updated);

    // What is then put back counts as a change too, as far as times go.
    private static bool LaysMore(JsonObject? live, JsonObject merged, string? subresource)
    {
        string putBack = subresource is null ? "status" : "spec";
        return live is not null && !JsonSame.Equal(live[putBack], merged[putBack]);
    }

    private static FieldSet Changes(StructuralSchema schema, JsonObject? live, JsonObject merged, out FieldSet removed)
    {
        removed = FieldSet.Empty;
        if (live is null)
            return FieldSet.Empty;
        ObjectComparison comparison = ObjectComparison.Run(schema.Root, live, merged);
        removed = comparison.Removed.Except(Ownership.Untracked);
        return comparison.Changed;
    }

    /// <summary>Removes what the manager applied last time, left out now, and nobody else owns.</summary>
    private static void Prune(StructuralSchema schema, JsonObject merged, FieldSet owned, FieldSet last)
    {
        if (last.Except(owned).IsEmpty)
            return;
        FieldSet keep = ObjectRemoval.WithNamedParents(schema.Root, owned.Union(Ownership.Untracked));
        ObjectRemoval.Run(schema.Root, merged, ObjectRemoval.WithNamedParents(schema.Root, last).Except(keep));
    }

    private static ManagedFields Adopted(JsonObject? live, StructuralSchema schema, string apiVersion, string time)
    {
        ManagedFields managers = ManagedFields.Of(live);
        if (live is null || managers.Entries.Count > 0)
            return managers;
        FieldSet all = ObjectComparison.Run(schema.Root, ZeroObject.Of(schema), live).Changed;
        managers.Put(new ManagedEntry(BeforeFirstApply, Applied: false, apiVersion, null, time, Ownership.Tracked(all, schema, null)));
        return managers;
    }

    /// <summary>Ownership as the client sent it, if it sent any; a subresource cannot change it.</summary>
    private static ManagedFields Sent(JsonObject? old, JsonObject updated, string? subresource)
    {
        if (subresource is null && ManagedFields.IsReset(updated))
            return ManagedFields.None();
        ManagedFields sent = subresource is null ? ManagedFields.Of(updated) : ManagedFields.None();
        return sent.Entries.Count > 0 ? sent : ManagedFields.Of(old);
    }

    private static ApiFault Untyped(JsonObject applied, IReadOnlyList<string> errors)
    {
        var metadata = applied["metadata"] as JsonObject;
        string text = errors.Count == 1 ? errors[0] : "errors:\n  " + string.Join("\n  ", errors);
        return ApiFault.Internal(
            $"failed to create typed patch object ({metadata?.Text("namespace")}/{metadata?.Text("name")}; {GroupVersionKind(applied)}): {text}");
    }

    private static string GroupVersionKind(JsonObject o)
    {
        string version = o.Text("apiVersion") ?? "";
        return $"{(version.Contains('/', StringComparison.Ordinal) ? version : "/" + version)}, Kind={o.Text("kind")}";
    }
}
