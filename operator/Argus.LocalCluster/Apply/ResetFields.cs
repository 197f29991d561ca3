using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>Fields that a request may carry but not change: status through the object itself, the rest through status.</summary>
public static class ResetFields
{
    private const string Status = "status";
    private static readonly FieldSet OfObject = FieldSet.OfPath(Status);
    private static readonly FieldSet OfStatus = FieldSet.OfPath("spec").Union(FieldSet.OfPath("metadata"));
    private static readonly FieldSet OfBuiltInStatus = FieldSet.OfPath("spec").Union(FieldSet.OfPath("metadata", "labels"));

    /// <summary>Puts the fields back as they were (on create: takes them off).</summary>
    public static void Restore(StructuralSchema schema, JsonObject? old, JsonObject updated, string? subresource)
    {
        // A node registers together with its status.
        if (old is null && !schema.IsCustom && updated.Text("kind") == "Node")
            return;
        if (subresource is null && schema.HasStatus)
        {
            Copy(old, updated, Status);
            if (old is null && !schema.IsCustom)
                updated[Status] = EmptyStatus(schema);
        }
        else if (subresource == Status)
        {
            foreach (string name in updated.Select(pair => pair.Key).Union(old?.Select(pair => pair.Key) ?? []).ToList())
            {
                if (name is not (Status or "metadata" or "apiVersion" or "kind"))
                    Copy(old, updated, name);
            }

            RestoreMetadata(schema, old, updated);
        }
    }

    internal static FieldSet Of(StructuralSchema schema, string? subresource) => subresource switch
    {
        null => schema.HasStatus ? OfObject : FieldSet.Empty,
        Status => schema.IsCustom ? OfStatus : OfBuiltInStatus,
        _ => FieldSet.Empty,
    };

    /// <summary>A custom resource's status request changes no metadata at all; a built-in one may still set annotations.</summary>
    private static void RestoreMetadata(StructuralSchema schema, JsonObject? old, JsonObject updated)
    {
        JsonNode? sent = updated["metadata"]?["managedFields"]?.DeepClone();
        if (schema.IsCustom)
        {
            Copy(old, updated, "metadata");
            if (updated["metadata"] is JsonObject copied)
            {
                copied.Remove("managedFields");
                if (sent is not null)
                    copied["managedFields"] = sent;
            }
        }
        else if (updated["metadata"] is JsonObject metadata && old?["metadata"] is JsonObject former)
        {
            foreach (string name in (ReadOnlySpan<string>)["labels", "ownerReferences", "deletionTimestamp"])
                Copy(former, metadata, name);
        }
    }

    /// <summary>Built-in kinds write a status from the start.</summary>
    private static JsonObject EmptyStatus(StructuralSchema schema)
    {
        var status = new JsonObject();
        Defaulting.Run(schema.Root.Child(Status)!, status);
        return status;
    }

    private static void Copy(JsonObject? from, JsonObject to, string name)
    {
        if (from is null || !from.TryGetPropertyValue(name, out JsonNode? value))
            to.Remove(name);
        else if (!JsonSame.Equal(to[name], value))
            to[name] = value?.DeepClone();
    }
}
