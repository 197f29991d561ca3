using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// Ownership of the one field that the scale subresource writes. A Scale speaks of it as <c>.spec.replicas</c>, the object may keep it
/// elsewhere. Owners that come in through scale have no time, as the server leaves it out.
/// </summary>
public static class ScaleOwnership
{
    private const string ScaleVersion = "autoscaling/v1";

    /// <summary>Records a write of the scale subresource in the object that it scales.</summary>
    /// <param name="old">The stored object.</param>
    /// <param name="updated">The object with the new number of replicas; its managedFields are rewritten in place.</param>
    /// <param name="manager">Name of the manager.</param>
    /// <param name="replicasPath">Where the object keeps the number, such as <c>.spec.scaling.min</c>.</param>
    /// <param name="apiVersion">The object's version.</param>
    /// <param name="applied">Whether the Scale was applied (and said replicas) rather than put or patched.</param>
    /// <param name="force">Take the field from other managers rather than refuse an apply.</param>
    /// <returns>The updated object, or the conflicts of an apply.</returns>
    public static ApiOutcome Write(JsonObject old, JsonObject updated, string manager, string replicasPath, string apiVersion, bool applied, bool force = false)
    {
        string[] fields = replicasPath.Split('.', StringSplitOptions.RemoveEmptyEntries);
        FieldSet path = FieldSet.OfPath(fields);
        bool changed = !JsonNode.DeepEquals(At(old, fields), At(updated, fields));
        ManagedFields managers = ManagedFields.Of(old);
        var self = new ManagedEntry(manager, applied, apiVersion, "scale", null, path);
        List<ManagedEntry> owners = [.. managers.Entries.Where(entry => !entry.IsSame(self) && entry.Fields.Has(fields))];
        if (changed && applied && !force && owners.Count > 0)
            return FieldConflict.ToFault([.. owners.Select(owner => new FieldConflict((owner with { ApiVersion = ScaleVersion }).Describe(), ".spec.replicas", path))]);
        if (!changed && !applied)
        {
            updated["metadata"]!["managedFields"] = old["metadata"]?["managedFields"]?.DeepClone();
            return updated;
        }

        foreach (ManagedEntry owner in owners)
        {
            // an applier keeps its entry; an updater that still owns the field does so in an entry of its own
            if (!changed && owner.Applied)
                continue;
            managers.Put(owner.With(owner.Fields.Except(path)));
            if (!changed)
                managers.Add(owner with { Fields = path, Time = null });
        }

        if (managers.Find(self) is null)
            managers.Add(self);
        managers.WriteTo(updated);
        return updated;
    }

    private static JsonNode? At(JsonObject o, string[] fields)
    {
        JsonNode? node = o;
        foreach (string field in fields)
            node = (node as JsonObject)?[field];
        return node;
    }
}
