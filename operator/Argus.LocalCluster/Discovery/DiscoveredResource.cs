using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>A resource or subresource as discovery tells of it.</summary>
internal sealed record DiscoveredResource(string Name, string Singular, bool Namespaced, string Kind, IReadOnlyList<string> Verbs)
{
    /// <summary>Group and version of the body, where they are not those of the path.</summary>
    public (string Group, string Version)? Body { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Group, version and kind in which objects are stored; null for what is not stored.</summary>
    public string? StoredAs { get; init; }

    public bool IsSubresource => Name.Contains('/', StringComparison.Ordinal);

    /// <summary>As an element of an APIResourceList.</summary>
    public JsonObject ToListItem()
    {
        var item = new JsonObject { ["name"] = Name, ["singularName"] = Singular, ["namespaced"] = Namespaced };
        if (Body is { } body)
            (item["group"], item["version"]) = (body.Group, body.Version);
        item["kind"] = Kind;
        item["verbs"] = Texts(Verbs);
        if (ShortNames.Count > 0)
            item["shortNames"] = Texts(ShortNames);
        if (Categories.Count > 0)
            item["categories"] = Texts(Categories);
        if (StoredAs is not null)
            item["storageVersionHash"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(StoredAs))[..8]);
        return item;
    }

    /// <summary>As an element of an APIGroupDiscoveryList.</summary>
    /// <param name="responseKind">Group and version of what is answered.</param>
    /// <param name="subresources">Of this resource.</param>
    public JsonObject ToDiscovery((string Group, string Version) responseKind, IEnumerable<JsonObject> subresources)
    {
        var body = Body ?? responseKind;
        var kind = new JsonObject { ["group"] = body.Group, ["version"] = body.Version, ["kind"] = Kind };
        if (IsSubresource)
            return new JsonObject { ["subresource"] = Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..], ["responseKind"] = kind, ["verbs"] = Texts(Verbs) };
        var item = new JsonObject
        {
            ["resource"] = Name,
            ["responseKind"] = kind,
            ["scope"] = Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = Singular,
            ["verbs"] = Texts(Verbs),
        };
        if (ShortNames.Count > 0)
            item["shortNames"] = Texts(ShortNames);
        if (Categories.Count > 0)
            item["categories"] = Texts(Categories);
        JsonArray below = [.. subresources];
        if (below.Count > 0)
            item["subresources"] = below;
        return item;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
