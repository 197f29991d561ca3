using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Patch;

/// <summary>What the kinds of patches share.</summary>
internal static class PatchJson
{
    /// <summary>The type of a JSON value in the server's words.</summary>
    public static string TypeName(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch { JsonValueKind.String => "string", JsonValueKind.Number => "number", _ => "bool" },
    };
}
