using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Patch;

/// <summary>One strategic merge. Stops at the first fault.</summary>
internal sealed class StrategicMerge
{
    private const string Order = "$setElementOrder/";
    private const string Delete = "$deleteFromPrimitiveList/";
    private const string Retain = "$retainKeys";
    private const string Patch = "$patch";

    public ApiFault? Fault { get; private set; }

    /// <summary>Merges a patch into an object, in place. Null means that the object goes.</summary>
    public JsonObject? Objects(SchemaNode? node, JsonObject target, JsonObject patch)
    {
        switch (patch.Text(Patch))
        {
            case "delete":
                return null;
            case "replace":
                JsonObject whole = Plain(patch);
                whole.Remove(Patch);
                return whole;
            case not (null or "merge"):
                Fault ??= ApiFault.BadRequest($"Unknown patch type: {patch.Text(Patch)}");
                return target;
        }

        RetainKeys(target, patch);
        List<(string Name, string? Key, JsonArray Order, List<JsonNode?> Stored)> orders = OrdersOf(node, target, patch);
        foreach ((string name, JsonNode? value) in patch)
        {
            if (name.StartsWith(Delete, StringComparison.Ordinal))
                DeleteScalars(target, name[Delete.Length..], value);
            else if (name is not (Patch or Retain) && !name.StartsWith(Order, StringComparison.Ordinal))
                Field(node?.Child(name), target, name, value);
        }

        foreach ((string name, string? key, JsonArray order, List<JsonNode?> stored) in orders)
        {
            if (target[name] is JsonArray list)
                ElementOrder.Apply(list, key, ElementOrder.Identities(order, key), stored);
        }

        return target;
    }

    private static List<(string, string?, JsonArray, List<JsonNode?>)> OrdersOf(SchemaNode? node, JsonObject target, JsonObject patch)
    {
        List<(string, string?, JsonArray, List<JsonNode?>)> orders = [];
        foreach ((string directive, JsonNode? value) in patch)
        {
            if (!directive.StartsWith(Order, StringComparison.Ordinal) || value is not JsonArray order)
                continue;
            string name = directive[Order.Length..];
            string? key = node?.Child(name)?.PatchMergeKey;
            orders.Add((name, key, order, ElementOrder.Identities(target[name] as JsonArray, key)));
        }

        return orders;
    }

    private void Field(SchemaNode? node, JsonObject target, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject changes when target[name] is JsonObject child && node is not { PatchReplaces: true }:
                JsonObject? merged = Objects(node, child, changes);
                if (merged is null)
                    target.Remove(name);
                else if (!ReferenceEquals(merged, child))
                    target[name] = merged;
                break;
            case JsonObject changes:
                if (Objects(node, [], changes) is { } created)
                    target[name] = created;
                break;
            case JsonArray items when node is { PatchMerges: true }:
                if (target[name] is not JsonArray list)
                    target[name] = list = [];
                Lists(node, list, items);
                break;
            default:
                target[name] = Plain(value);
                break;
        }
    }

    /// <summary>Merges a patch's items into a list, in place, and puts them into the order of the patch.</summary>
    private void Lists(SchemaNode node, JsonArray list, JsonArray patch)
    {
        string? key = node.PatchMergeKey;
        List<JsonNode?> stored = ElementOrder.Identities(list, key);
        if (key is null)
        {
            foreach (JsonNode? item in patch)
            {
                if (!list.Any(known => JsonNode.DeepEquals(known, item)))
                    list.Add(item?.DeepClone());
            }

            ElementOrder.Apply(list, null, ElementOrder.Identities(patch, null), stored);
            return;
        }

        List<JsonObject> items = [.. patch.OfType<JsonObject>()];
        if (items.Exists(item => item.Text(Patch) == "replace"))
            list.Clear();
        items.RemoveAll(item => item.Text(Patch) == "replace");
        foreach (JsonObject changes in items)
        {
            if (!changes.TryGetPropertyValue(key, out JsonNode? identity))
            {
                Fault ??= ApiFault.Internal($"map: {GoMap(changes)} does not contain declared merge key: {key}");
                return;
            }

            MergeItem(node, list, key, identity, changes);
        }

        items.RemoveAll(item => item.Text(Patch) is not null);
        ElementOrder.Apply(list, key, [.. items.Select(item => item[key]?.DeepClone())], stored);
    }

    private void MergeItem(SchemaNode node, JsonArray list, string key, JsonNode? identity, JsonObject changes)
    {
        int index = ElementOrder.IndexOf(list, key, identity);
        JsonObject? merged = Objects(node.Items, index < 0 ? [] : list[index]!.AsObject(), changes);
        if (merged is null)
        {
            for (; index >= 0; index = ElementOrder.IndexOf(list, key, identity))
                list.RemoveAt(index);
        }
        else if (index < 0)
        {
            list.Add((JsonNode)merged);
        }
        else if (!ReferenceEquals(merged, list[index]))
        {
            list[index] = merged;
        }
    }

    private void RetainKeys(JsonObject target, JsonObject patch)
    {
        if (patch[Retain] is not JsonArray)
            return;
        IReadOnlyList<string> retained = patch.Strings(Retain);
        foreach ((string name, _) in patch)
        {
            if (name[0] != '$' && !retained.Contains(name))
                Fault ??= ApiFault.BadRequest("the $retainKeys list doesn't contain all fields present in the patch");
        }

        foreach (string name in target.Select(pair => pair.Key).Except(retained).ToList())
            target.Remove(name);
    }

    private static void DeleteScalars(JsonObject target, string name, JsonNode? values)
    {
        if (target[name] is not JsonArray list || values is not JsonArray gone)
            return;
        for (int i = list.Count - 1; i >= 0; i--)
        {
            if (gone.Any(value => JsonNode.DeepEquals(value, list[i])))
                list.RemoveAt(i);
        }
    }

    /// <summary>A copy without directives, for what is not merged but taken over.</summary>
    private static JsonObject Plain(JsonObject value)
    {
        var copy = new JsonObject();
        foreach ((string name, JsonNode? child) in value)
        {
            if (name[0] != '$' && child is not null)
                copy[name] = Plain(child);
        }

        return copy;
    }

    private static JsonNode? Plain(JsonNode? value) => value switch
    {
        JsonObject o => Plain(o),
        JsonArray array => new JsonArray([.. array.Select(Plain)]),
        _ => value?.DeepClone(),
    };

    private static string GoMap(JsonObject o) =>
        $"map[{string.Join(' ', o.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value.AsText() ?? Causes.Text(pair.Value)}"))}]";
}
