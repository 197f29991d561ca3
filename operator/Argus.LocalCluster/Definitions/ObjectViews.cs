using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Definitions;

/// <summary>Stored objects as one version of their kind shows them.</summary>
internal static class ObjectViews
{
    /// <summary>The bytes to send. In most cases they are those that are stored.</summary>
    public static byte[] Bytes(this ApiResource resource, StoredObject stored)
    {
        if (resource.Rules.FromStored is not null)
            return stored.ShownBy(resource.Rules, s => Converted(resource, s));
        return resource.Custom ? stored.ShownBy(resource.Schema, s => Defaulted(resource, s)) : stored.Bytes;
    }

    /// <summary>A copy that may be changed.</summary>
    public static JsonObject Parse(this ApiResource resource, StoredObject stored) => JsonNode.Parse(resource.Bytes(stored))!.AsObject();

    /// <summary>Says that an object was just written in this form, so that it need not be looked at again.</summary>
    public static void Remember(this ApiResource resource, StoredObject stored)
    {
        if (resource.Custom && resource.Version == resource.StorageVersion)
            stored.ShownBy(resource.Schema, s => s.Bytes);
    }

    private static byte[] Converted(ApiResource resource, StoredObject stored)
    {
        var shown = stored.Parse();
        resource.Rules.FromStored!(shown);
        shown["apiVersion"] = resource.ApiVersion;
        return Json.Serialize(shown);
    }

    // A definition that has changed since the object was written may have new defaults.
    private static byte[] Defaulted(ApiResource resource, StoredObject stored)
    {
        var shown = stored.Parse();
        shown["apiVersion"] = resource.ApiVersion;
        resource.Schema.Prune(shown);
        resource.Schema.ApplyDefaults(shown);
        byte[] bytes = Json.Serialize(shown);
        return bytes.AsSpan().SequenceEqual(stored.Bytes) ? stored.Bytes : bytes;
    }
}
