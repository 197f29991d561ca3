using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

internal static class CelRules
{
    public static IReadOnlyList<CelRule> Compile(SchemaNode node, JsonObject schema) => [];

    public static void Run(SchemaNode root, JsonObject o, JsonObject? old, List<FieldCause> causes) { }
}
