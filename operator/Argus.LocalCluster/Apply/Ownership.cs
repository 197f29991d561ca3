using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>What is tracked at all, and who stands in the way of a change.</summary>
internal static class Ownership
{
    /// <summary>Fields that belong to the server.</summary>
    public static readonly FieldSet Untracked = new[]
    {
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
    }.Aggregate(
        FieldSet.OfPath("apiVersion").Union(FieldSet.OfPath("kind")).Union(FieldSet.OfPath("metadata")),
        (set, field) => set.Union(FieldSet.OfPath("metadata", field)));

    public static FieldSet Tracked(FieldSet fields, StructuralSchema schema, string? subresource)
    {
        FieldSet tracked = fields.Except(Untracked);
        return ResetFields.Of(schema, subresource) is { IsEmpty: false } reset ? tracked.ExceptBelow(reset) : tracked;
    }

    /// <summary>Takes managedFields off, so that ownership is not compared with itself.</summary>
    public static void Strip(JsonObject o) => (o["metadata"] as JsonObject)?.Remove("managedFields");

    /// <summary>The same object without managedFields. Comparisons never look below it, so the copy is shallow where it can be.</summary>
    public static JsonObject Stripped(JsonObject o)
    {
        if (o["metadata"]?["managedFields"] is null)
            return o;
        JsonObject copy = o.DeepClone().AsObject();
        Strip(copy);
        return copy;
    }

    public static IReadOnlyList<FieldConflict> Conflicts(ManagedFields managers, ManagedEntry self, FieldSet changed)
    {
        if (changed.IsEmpty)
            return [];
        List<FieldConflict>? conflicts = null;
        foreach (ManagedEntry entry in managers.Entries)
        {
            if (entry.IsSame(self))
                continue;
            FieldSet shared = entry.Fields.Intersect(changed);
            if (!shared.IsEmpty)
                FieldConflict.Collect(entry, shared, conflicts ??= []);
        }

        return conflicts ?? (IReadOnlyList<FieldConflict>)[];
    }
}
