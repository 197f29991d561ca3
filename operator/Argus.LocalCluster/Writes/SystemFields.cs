using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Writes;

/// <summary>The part of the metadata that the server alone decides.</summary>
internal static class SystemFields
{
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;

    // As the server: names made from a prefix stay below what a label can hold.
    private const int MaxPrefix = 63 - SuffixLength;

    private static readonly string[] Kept = ["creationTimestamp", "generation", "deletionGracePeriodSeconds"];

    public static string Timestamp(TimeProvider clock) => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Metadata of a new object; a name is made where only its beginning is given.</summary>
    public static void Create(JsonObject metadata, string ns, bool generation, string now)
    {
        foreach (string name in (ReadOnlySpan<string>)["selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion"])
            metadata.Remove(name);
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = (prefix.Length > MaxPrefix ? prefix[..MaxPrefix] : prefix) + RandomNumberGenerator.GetString(SuffixLetters, SuffixLength);
        if (ns.Length > 0)
            metadata["namespace"] = ns;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = now;
        if (generation)
            metadata["generation"] = 1;
        DropEmpty(metadata);
    }

    /// <summary>Metadata of a changed object, from the one before.</summary>
    public static void Update(JsonObject metadata, JsonObject old, string ns)
    {
        metadata.Remove("selfLink");
        if (ns.Length > 0)
            metadata["namespace"] = ns;
        foreach (string name in Kept)
            Copy(metadata, old, name);
        // Where they are sent and differ, validation says so.
        foreach (string name in (ReadOnlySpan<string>)["uid", "deletionTimestamp"])
            if (string.IsNullOrEmpty(metadata.Text(name)))
                Copy(metadata, old, name);
        DropEmpty(metadata);
    }

    /// <summary>True where anything but metadata and status differs.</summary>
    public static bool DesiredChanged(JsonObject old, JsonObject next)
    {
        foreach (var (name, value) in next)
            if (name is not ("metadata" or "status" or "apiVersion" or "kind") && !JsonNode.DeepEquals(value, old[name]))
                return true;
        foreach (var (name, _) in old)
            if (name is not ("metadata" or "status") && !next.ContainsKey(name))
                return true;
        return false;
    }

    public static void Copy(JsonObject to, JsonObject from, string name)
    {
        if (from[name] is { } value)
            to[name] = value.DeepClone();
        else
            to.Remove(name);
    }

    private static void DropEmpty(JsonObject metadata)
    {
        foreach (string name in (ReadOnlySpan<string>)["labels", "annotations", "finalizers", "ownerReferences"])
            if (metadata.ContainsKey(name) && metadata[name] is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
                metadata.Remove(name);
    }
}
