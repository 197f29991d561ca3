using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Discovery;

internal static class SchemaOutput
{
    public static JsonObject Components(IReadOnlyList<(string Group, string Version, string Kind, StructuralSchema Schema)> kinds) => [];
}
