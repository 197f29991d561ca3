using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Patch;

/// <summary>RFC 7386: objects merge, null removes, everything else replaces.</summary>
public static class JsonMergePatch
{
    /// <summary>The patched copy; 400 where the patch is no object.</summary>
    public static ApiOutcome Apply(JsonObject current, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return ApiFault.BadRequest($"error decoding patch: json: cannot unmarshal {JsonRead.TypeWord(patch)} into Go value of type map[string]interface {{}}");
        JsonObject result = current.DeepClone().AsObject();
        Merge(result, changes);
        return result;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject changes)
            {
                if (target[name] is not JsonObject child)
                    target[name] = child = [];
                Merge(child, changes);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
