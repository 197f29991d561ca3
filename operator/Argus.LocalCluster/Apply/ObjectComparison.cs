using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>Which paths differ between two states of an object.</summary>
/// <param name="Changed">Added or with another value.</param>
/// <param name="Removed">No longer there.</param>
internal readonly record struct ObjectComparison(FieldSet Changed, FieldSet Removed)
{
    private static readonly ObjectComparison Same = new(FieldSet.Empty, FieldSet.Empty);
    private static readonly ObjectComparison ChangedLeaf = new(FieldSet.Leaf, FieldSet.Empty);
    private static readonly ObjectComparison RemovedLeaf = new(FieldSet.Empty, FieldSet.Leaf);

    public static ObjectComparison Run(SchemaNode root, JsonObject before, JsonObject after) => Maps(root, before, after, false, false);

    private static ObjectComparison Values(SchemaNode? node, bool was, JsonNode? before, bool isThere, JsonNode? after)
    {
        JsonNode? sample = after ?? before;
        bool map = sample is JsonObject && node is not { AtomicMap: true } && before is null or JsonObject && after is null or JsonObject;
        if (map && ((before as JsonObject)?.Count > 0 || (after as JsonObject)?.Count > 0))
            return Maps(node, before as JsonObject, after as JsonObject, isThere && !was, was && !isThere);
        bool list = sample is JsonArray && !TypedWalk.IsAtomicList(node) && before is null or JsonArray && after is null or JsonArray;
        if (list && ((before as JsonArray)?.Count > 0 || (after as JsonArray)?.Count > 0))
            return Lists(node!, before as JsonArray, after as JsonArray, isThere && !was, was && !isThere);
        if (!was)
            return ChangedLeaf;
        if (!isThere)
            return RemovedLeaf;
        return JsonNode.DeepEquals(before, after) ? Same : ChangedLeaf;
    }

    private static ObjectComparison Maps(SchemaNode? node, JsonObject? before, JsonObject? after, bool added, bool removed)
    {
        var changes = new FieldSetBuilder { IsMember = added };
        var removals = new FieldSetBuilder { IsMember = removed };
        if (after is not null)
        {
            foreach ((string name, JsonNode? value) in after)
            {
                JsonNode? former = null;
                bool was = before is not null && before.TryGetPropertyValue(name, out former);
                Add(ref changes, ref removals, node, name, Values(node?.Child(name), was, former, true, value));
            }
        }

        if (before is not null)
        {
            foreach ((string name, JsonNode? value) in before)
            {
                if (after is null || !after.ContainsKey(name))
                    Add(ref changes, ref removals, node, name, Values(node?.Child(name), true, value, false, null));
            }
        }

        return new ObjectComparison(changes.Build(), removals.Build());
    }

    private static void Add(ref FieldSetBuilder changes, ref FieldSetBuilder removals, SchemaNode? node, string name, ObjectComparison child)
    {
        if (child.Changed.IsEmpty && child.Removed.IsEmpty)
            return;
        string key = node is not null && node.Properties.TryGetValue(name, out SchemaProperty? property) ? property.FieldKey : "f:" + name;
        changes.Add(key, child.Changed);
        removals.Add(key, child.Removed);
    }

    private static ObjectComparison Lists(SchemaNode node, JsonArray? before, JsonArray? after, bool added, bool removed)
    {
        var changes = new FieldSetBuilder { IsMember = added };
        var removals = new FieldSetBuilder { IsMember = removed };
        Dictionary<string, JsonNode?> former = before is null ? [] : ListKeys.Index(node, before);
        if (after is not null)
        {
            foreach (JsonNode? item in after)
            {
                if (PathElement.OfItem(node, item) is not { } key)
                    continue;
                bool was = former.Remove(key, out JsonNode? old);
                ObjectComparison child = Values(node.Items, was, old, true, item);
                changes.Add(key, child.Changed);
                removals.Add(key, child.Removed);
            }
        }

        foreach ((string key, JsonNode? item) in former)
        {
            ObjectComparison child = Values(node.Items, true, item, false, null);
            removals.Add(key, child.Removed);
        }

        return new ObjectComparison(changes.Build(), removals.Build());
    }
}
