using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Metadata that the server sets and no client: what a request says of it is dropped before the request is looked at.</summary>
public static class ServerMetadata
{
    private static readonly string[] OfServer = ["uid", "creationTimestamp", "generation", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Metadata that an update may leave out but not change.</summary>
    private static readonly string[] Kept = ["name", "namespace", "uid", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Takes from a new object what only the server may set.</summary>
    public static void PrepareCreate(JsonObject o)
    {
        if (o["metadata"] is not JsonObject metadata)
            return;
        foreach (string name in OfServer)
            metadata.Remove(name);
    }

    /// <summary>Gives an update the stored values of what it left out and of what no update can change.</summary>
    public static void PrepareUpdate(JsonObject o, JsonObject old)
    {
        if (old["metadata"] is not JsonObject former)
            return;
        if (o["metadata"] is not JsonObject metadata)
            o["metadata"] = metadata = [];
        metadata.Remove("selfLink");
        foreach (string name in (ReadOnlySpan<string>)["creationTimestamp", "generation"])
        {
            metadata.Remove(name);
            Copy(former, metadata, name);
        }

        foreach (string name in Kept)
        {
            if (metadata[name] is null)
                Copy(former, metadata, name);
        }
    }

    private static void Copy(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value)
            to[name] = value.DeepClone();
    }
}
