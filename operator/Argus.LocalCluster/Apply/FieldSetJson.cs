using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Apply;

/// <summary>The form of a field set in managedFields: nested objects, where a lone <c>"."</c> marks a member with children.</summary>
internal static class FieldSetJson
{
    public static FieldSet Read(JsonObject json, bool root)
    {
        var builder = new FieldSetBuilder { IsMember = json.Count == 0 && !root };
        foreach ((string name, JsonNode? value) in json)
        {
            if (name == ".")
                builder.IsMember = true;
            else if (name.Length >= 2 && name[1] == ':' && value is JsonObject child)
                builder.Add(name, Read(child, root: false));
        }

        return builder.Build();
    }

    public static JsonObject Write(FieldSet set)
    {
        var json = new JsonObject();
        if (set.IsMember && set.Names.Length > 0)
            json["."] = new JsonObject();
        for (int i = 0; i < set.Names.Length; i++)
            json[set.Names[i]] = Write(set.Children[i]);
        return json;
    }
}
