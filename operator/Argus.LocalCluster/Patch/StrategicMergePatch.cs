using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Patch;

/// <summary>
/// The server's own merge patch for its built-in kinds: lists merge by a key of their items where the type says so, and directives
/// ($patch, $setElementOrder, $deleteFromPrimitiveList, $retainKeys) say what merging alone cannot.
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>The patched copy; 400 where the patch is no object or has bad directives, 500 where an item lacks its merge key.</summary>
    public static ApiOutcome Apply(JsonObject current, JsonNode? patch, StructuralSchema schema)
    {
        if (patch is not JsonObject changes)
            return ApiFault.BadRequest($"error decoding patch: json: cannot unmarshal {JsonRead.TypeWord(patch)} into Go value of type map[string]interface {{}}");
        var merge = new StrategicMerge();
        JsonObject? result = merge.Objects(schema.Root, current.DeepClone().AsObject(), changes);
        return merge.Fault is { } fault ? fault : result ?? [];
    }
}
