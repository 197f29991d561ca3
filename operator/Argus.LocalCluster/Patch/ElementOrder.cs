using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Patch;

/// <summary>
/// Puts a merged list into the order that a patch asks for. What the patch does not name is put before the next named item that it
/// stood before in the stored list; an item that is new to the stored list therefore comes first.
/// </summary>
internal static class ElementOrder
{
    /// <summary>The identities of a list's items: the values of their merge key, or the items themselves where there is none.</summary>
    public static List<JsonNode?> Identities(JsonArray? list, string? key)
    {
        var identities = new List<JsonNode?>(list?.Count ?? 0);
        foreach (JsonNode? item in list ?? [])
            identities.Add(IdentityOf(item, key)?.DeepClone());
        return identities;
    }

    /// <summary>Sorts <paramref name="list"/> in place.</summary>
    /// <param name="list">The merged list.</param>
    /// <param name="key">Its merge key; null for scalars.</param>
    /// <param name="order">Identities in the order of the patch.</param>
    /// <param name="stored">Identities in the order of the stored list.</param>
    public static void Apply(JsonArray list, string? key, List<JsonNode?> order, List<JsonNode?> stored)
    {
        var named = new List<(int Rank, int Stored, JsonNode? Item)>();
        var others = new List<(int Rank, int Stored, JsonNode? Item)>();
        foreach (JsonNode? item in list)
        {
            JsonNode? identity = IdentityOf(item, key);
            int rank = IndexOf(order, identity);
            (rank < 0 ? others : named).Add((rank, IndexOf(stored, identity), item));
        }

        named.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        others.Sort((a, b) => a.Stored.CompareTo(b.Stored));
        list.Clear();
        int next = 0;
        foreach ((_, int place, JsonNode? item) in named)
        {
            for (; next < others.Count && others[next].Stored >= 0 && others[next].Stored < place; next++)
                list.Add(others[next].Item);
            list.Add(item);
        }

        for (; next < others.Count; next++)
            list.Add(others[next].Item);
    }

    public static int IndexOf(JsonArray list, string key, JsonNode? identity)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && JsonNode.DeepEquals(item[key], identity))
                return i;
        }

        return -1;
    }

    private static JsonNode? IdentityOf(JsonNode? item, string? key) => key is null ? item : (item as JsonObject)?[key];

    private static int IndexOf(List<JsonNode?> identities, JsonNode? identity) =>
        identities.FindIndex(known => JsonNode.DeepEquals(known, identity));
}
