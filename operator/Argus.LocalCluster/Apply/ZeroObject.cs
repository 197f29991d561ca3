using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// An object of a kind before anything was set: what a creation is compared with. Built-in types write some of their fields even when
/// empty, so nobody comes to own the mere presence of those.
/// </summary>
internal static class ZeroObject
{
    public static JsonObject Of(StructuralSchema schema) => schema.IsCustom ? [] : Of(schema.Root);

    private static JsonObject Of(SchemaNode node)
    {
        var zero = new JsonObject();
        foreach (SchemaProperty property in node.Properties.Values)
        {
            if (property.Node.AlwaysWritten)
                zero[property.Name] = property.Node.Zero is null ? Of(property.Node) : Defaulting.ZeroOf(property.Node);
        }

        foreach (string name in node.Required)
        {
            if (node.Child(name)?.Type == NodeType.Array)
                zero[name] = null;
        }

        return zero;
    }
}
