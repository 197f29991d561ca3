using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Drops what a schema does not declare.</summary>
internal static class Pruning
{
    public static IReadOnlyList<string> Run(SchemaNode root, JsonObject o)
    {
        List<string>? unknown = null;
        Walk(root, o, new FieldPath(), ref unknown);
        unknown?.Sort(StringComparer.Ordinal);
        return unknown ?? (IReadOnlyList<string>)[];
    }

    private static void Walk(SchemaNode node, JsonNode? value, FieldPath path, ref List<string>? unknown)
    {
        switch (value)
        {
            case JsonObject o:
                WalkObject(node, o, path, ref unknown);
                break;
            case JsonArray array when node.Items is not null:
                for (int i = 0; i < array.Count; i++)
                {
                    path.Push(i);
                    Walk(node.Items, array[i], path, ref unknown);
                    path.Pop();
                }

                break;
        }
    }

    private static void WalkObject(SchemaNode node, JsonObject o, FieldPath path, ref List<string>? unknown)
    {
        List<string>? drop = null;
        foreach ((string name, JsonNode? value) in o)
        {
            SchemaNode? child = node.Child(name);
            if (child is null)
            {
                if (!node.PreserveUnknown && node.Type is not NodeType.Any)
                    (drop ??= []).Add(name);
                continue;
            }

            if (value is JsonObject or JsonArray)
            {
                path.Push(name);
                Walk(child, value, path, ref unknown);
                path.Pop();
            }
        }

        foreach (string name in drop ?? [])
        {
            o.Remove(name);
            (unknown ??= []).Add(path.Child(name));
        }
    }
}
