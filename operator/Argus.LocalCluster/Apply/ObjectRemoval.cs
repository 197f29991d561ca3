using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>Takes the members of a field set out of an object, in place.</summary>
internal static class ObjectRemoval
{
    public static void Run(SchemaNode root, JsonObject o, FieldSet remove) => Map(root, o, remove);

    /// <summary>
    /// The set with every declared field that leads to a member. A field that holds nothing but what a manager gave up goes with it.
    /// </summary>
    public static FieldSet WithNamedParents(SchemaNode? node, FieldSet set)
    {
        if (set.Names.Length == 0)
            return set;
        var builder = new FieldSetBuilder { IsMember = set.IsMember };
        for (int i = 0; i < set.Names.Length; i++)
        {
            string name = set.Names[i];
            bool field = name[0] == 'f';
            SchemaNode? child = field ? node?.Child(name[2..]) : node?.Items;
            FieldSet below = WithNamedParents(child, set.Children[i]);
            if (field && !below.IsMember && node?.Properties.ContainsKey(name[2..]) == true)
                below = below.AsMember();
            builder.Add(name, below);
        }

        return builder.Build();
    }

    /// <summary>Returns false where nothing was left of the value, not even a field that became empty.</summary>
    private static bool Map(SchemaNode? node, JsonObject o, FieldSet remove)
    {
        bool emptied = false;
        for (int i = 0; i < remove.Names.Length; i++)
        {
            if (remove.Names[i][0] != 'f')
                continue;
            string name = remove.Names[i][2..];
            FieldSet below = remove.Children[i];
            if (below.IsMember)
            {
                o.Remove(name);
            }
            else if (o[name] is { } value && !Value(node?.Child(name), value, below))
            {
                o.Remove(name);
                emptied = true;
            }
        }

        return o.Count > 0 || emptied;
    }

    private static bool Value(SchemaNode? node, JsonNode value, FieldSet remove) => value switch
    {
        JsonObject o when node is not { AtomicMap: true } => Map(node, o, remove),
        JsonArray array when !TypedWalk.IsAtomicList(node) => List(node!, array, remove),
        _ => true,
    };

    private static bool List(SchemaNode node, JsonArray array, FieldSet remove)
    {
        for (int i = array.Count - 1; i >= 0; i--)
        {
            if (PathElement.OfItem(node, array[i]) is not { } key || remove.Child(key) is not { } below)
                continue;
            if (below.IsMember)
                array.RemoveAt(i);
            else if (array[i] is { } item)
                Value(node.Items, item, below);
        }

        return array.Count > 0;
    }
}
