using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Leaves out what others than the API server had done: controllers ran beside the recorded one, and do not run here.</summary>
internal static class Normal
{
    private static readonly string[] Controllers = ["kcm", "kas", "scheduler", "kubelet"];
    private static readonly string[] Controlled = ["Deployment", "ReplicaSet"];

    /// <param name="node">What was answered.</param>
    /// <param name="live">True where controllers run here too: what they do is compared then.</param>
    public static JsonNode? Of(JsonNode? node, bool live = false)
    {
        var copy = node?.DeepClone();
        if (live)
            LiveNormal.Walk(copy);
        Walk(copy, live);
        return copy;
    }

    private static void Walk(JsonNode? node, bool live)
    {
        if (node is JsonArray array)
            foreach (var item in array)
                Walk(item, live);
        if (node is not JsonObject o)
            return;
        if (!live && o["kind"]?.ToString() is { } kind && Controlled.Contains(kind) && o["metadata"] is JsonObject metadata)
        {
            o.Remove("status");
            if (metadata["annotations"] is JsonObject annotations && annotations.Remove("deployment.kubernetes.io/revision") && annotations.Count == 0)
                metadata.Remove("annotations");
        }
        if (o["kind"]?.ToString() is { } review && review.EndsWith("Review", StringComparison.Ordinal))
            (o["metadata"] as JsonObject)?.Remove("managedFields");
        if (o["managedFields"] is JsonArray entries)
        {
            entries.RemoveAll(e => Controllers.Contains(e?["manager"]?.ToString()));
            if (entries.Count == 0)
                o.Remove("managedFields");
        }
        foreach (var (_, value) in o)
            Walk(value, live);
    }
}
