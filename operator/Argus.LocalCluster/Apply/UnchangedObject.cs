using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Apply;

/// <summary>Compares two states of an object, the times of managedFields aside.</summary>
internal static class UnchangedObject
{
    public static bool Check(JsonObject old, JsonObject updated) => Members(old, updated, "metadata", (a, b) =>
        a is JsonObject before && b is JsonObject after ? Members(before, after, "managedFields", Entries) : JsonNode.DeepEquals(a, b));

    private static bool Entries(JsonNode? a, JsonNode? b)
    {
        if (a is not JsonArray before || b is not JsonArray after)
            return JsonNode.DeepEquals(a, b);
        if (before.Count != after.Count)
            return false;
        for (int i = 0; i < before.Count; i++)
        {
            if (before[i] is not JsonObject x || after[i] is not JsonObject y || !Members(x, y, "time", (_, _) => true))
                return false;
        }

        return true;
    }

    private static bool Members(JsonObject a, JsonObject b, string special, Func<JsonNode?, JsonNode?, bool> compareSpecial)
    {
        if (a.Count - (a.ContainsKey(special) ? 1 : 0) != b.Count - (b.ContainsKey(special) ? 1 : 0))
            return false;
        foreach ((string name, JsonNode? value) in a)
        {
            if (name != special && !(b.TryGetPropertyValue(name, out JsonNode? other) && JsonNode.DeepEquals(value, other)))
                return false;
        }

        return compareSpecial(a[special], b[special]);
    }
}
