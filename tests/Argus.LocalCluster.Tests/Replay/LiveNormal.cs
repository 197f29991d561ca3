using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Leaves out of stories with controllers what these do otherwise here on purpose.</summary>
internal static class LiveNormal
{
    // When a slice's pods last changed is for measuring proxies, of which there is none.
    private const string Trigger = "endpoints.kubernetes.io/last-change-trigger-time";
    private const string TokenVolume = "kube-api-access-";
    private static readonly string[] EventFields = ["kind", "apiVersion", "reason", "note", "message", "type", "regarding", "involvedObject", "reportingController", "reportingComponent"];
    private static readonly string[] Written = ["Pod", "ReplicaSet", "EndpointSlice", "Node"];

    public static void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                    Walk(item);
                break;
            case JsonObject o:
                Drop(o);
                foreach (var (_, value) in o)
                    Walk(value);
                break;
        }
    }

    private static void Drop(JsonObject o)
    {
        string kind = o["kind"]?.ToString() ?? "";
        if (o["metadata"] is JsonObject metadata)
        {
            // The controllers here are one client, and write statuses in other ways: who owns what of them is not told alike.
            if (metadata["managedFields"] is JsonArray fields)
                fields.RemoveAll(entry => entry?["manager"]?.ToString() == "argus-local-cluster" || entry?["subresource"] is not null);
            if (Written.Contains(kind) || metadata.ContainsKey("generateName"))
                metadata.Remove("managedFields");
            if (metadata["annotations"] is JsonObject annotations && annotations.Remove(Trigger) && annotations.Count == 0)
                metadata.Remove("annotations");
        }

        // Told in the old form there and in the new one here; what a person reads of them is the same.
        if (o.ContainsKey("reason") && (o.ContainsKey("regarding") || o.ContainsKey("involvedObject")))
            foreach (string name in o.Select(pair => pair.Key).Except(EventFields).ToList())
                o.Remove(name);

        // Pods are not given a token of the API unless they ask for one.
        DropToken(o, "volumes");
        DropToken(o, "volumeMounts");
    }

    private static void DropToken(JsonObject o, string name)
    {
        if (o[name] is not JsonArray list)
            return;
        list.RemoveAll(entry => entry?["name"]?.ToString().StartsWith(TokenVolume, StringComparison.Ordinal) == true);
        if (list.Count == 0)
            o.Remove(name);
    }
}
