using System.Text.Json.Nodes;
using Argus.Kube.Client;
using Argus.Operator.Rendering;

namespace Argus.Operator.Tests.Faults;

/// <summary>Children as they lie in the API server.</summary>
internal static class ChildObjects
{
    private static readonly string[] Volatile = ["uid", "resourceVersion", "creationTimestamp", "managedFields", "namespace", "generation"];

    /// <summary>All of a namespace by kind and name, as the server has them.</summary>
    public static async Task<SortedDictionary<string, JsonObject>> ReadAsync(KubernetesClient client, string ns)
    {
        var found = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var type in Kinds.All.Where(k => k != Kinds.ScaledObject))
        {
            foreach (var item in (await client.Resource(type).ListAsync(ns, new ListOptions { LabelSelector = $"app.kubernetes.io/managed-by={Names.Manager}" })).Items)
                found.Add($"{type.Kind}/{item.GetProperty("metadata").GetProperty("name").GetString()}", JsonObject.Create(item)!);
        }

        return found;
    }

    /// <summary>Without what differs from one run to the other, as text.</summary>
    public static string Text(SortedDictionary<string, JsonObject> children, string ns)
    {
        foreach (var child in children.Values)
        {
            child.Remove("status");
            var metadata = (JsonObject)child["metadata"]!;
            foreach (string name in Volatile)
                metadata.Remove(name);
            // Revisions of a Deployment are the server's, and so is what belongs to a namespace of its own.
            var annotations = metadata["annotations"] as JsonObject ?? [];
            annotations.Remove("deployment.kubernetes.io/revision");
            annotations.Remove(Names.Content);
            if (annotations.Count == 0)
                metadata.Remove("annotations");
            foreach (var owner in metadata["ownerReferences"] as JsonArray ?? [])
                ((JsonObject)owner!).Remove("uid");
            foreach (string address in (string[])["clusterIP", "clusterIPs"])
                (child["spec"] as JsonObject)?.Remove(address);
        }

        return string.Join('\n', children.Select(c => $"{c.Key}: {Sorted(c.Value)!.ToJsonString()}")).Replace($"\"{ns}\"", "\"NAMESPACE\"", StringComparison.Ordinal);
    }

    // The order of fields is that in which they came.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
