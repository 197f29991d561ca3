using System.Globalization;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Patch;

/// <summary>RFC 6902, with the server's one departure: <c>replace</c> of a key that is not there adds it.</summary>
public static class JsonPatch
{
    /// <summary>More operations than this are refused, as by the server.</summary>
    private const int MaxOperations = 10000;

    /// <summary>Bytes that all copies of one patch may come to, as with the server.</summary>
    private const long MaxCopiedBytes = 3 * 1024 * 1024;

    /// <summary>Depth to which an operation may reach.</summary>
    private const int MaxSteps = 64;

    private static readonly ApiFault Rejected = new(422, "Invalid", "the server rejected our request due to an error in our request");

    /// <summary>The patched copy; 400 where the patch is no list, 422 where an operation fails. Nothing is applied then.</summary>
    public static ApiOutcome Apply(JsonObject current, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            return ApiFault.BadRequest($"error decoding patch: json: cannot unmarshal {JsonRead.TypeWord(patch)} into Go value of type []handlers.jsonPatchOp");
        if (operations.Count > MaxOperations)
            return new ApiFault(413, "RequestEntityTooLarge", $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}");
        JsonNode? document = current.DeepClone();
        long copied = 0;
        foreach (JsonNode? operation in operations)
        {
            if (operation is not JsonObject step || !Run(ref document, step, ref copied))
                return Rejected;
        }

        return document is JsonObject patched ? patched : Rejected;
    }

    private static bool Run(ref JsonNode? document, JsonObject step, ref long copied)
    {
        if (step.Text("path") is not { } path)
            return false;
        switch (step.Text("op"))
        {
            case "add":
                return step.ContainsKey("value") && Add(ref document, path, step["value"]?.DeepClone(), replace: false);
            case "replace":
                return step.ContainsKey("value") && Add(ref document, path, step["value"]?.DeepClone(), replace: true);
            case "remove":
                return Remove(document, path, out _);
            case "test":
                return (Get(document, path, out JsonNode? found) || step["value"] is null) && JsonSame.Equal(found, step["value"]);
            case "copy":
                return step.Text("from") is { } source && Get(document, source, out JsonNode? original) && Fits(original, ref copied)
                    && Add(ref document, path, original?.DeepClone(), replace: false);
            case "move":
                // a value cannot be moved into itself
                return step.Text("from") is { } from && !path.StartsWith(from + "/", StringComparison.Ordinal)
                    && Remove(document, from, out JsonNode? moved) && Fits(moved, ref copied) && Add(ref document, path, moved, replace: false);
            default:
                return false;
        }
    }

    // A few operations that copy a whole into its parts would fill the memory, or the stack.
    private static bool Fits(JsonNode? value, ref long copied)
    {
        if (value is null)
            return true;
        if (Json.SerializeBounded(value) is not { } bytes)
            return false;
        copied += bytes.Length;
        return copied <= MaxCopiedBytes;
    }

    private static bool Get(JsonNode? document, string pointer, out JsonNode? value)
    {
        value = document;
        return pointer.Length == 0 || (Parent(document, pointer, out JsonNode? parent, out string last) && Child(parent, last, out value));
    }

    private static bool Child(JsonNode? parent, string name, out JsonNode? value)
    {
        value = null;
        if (parent is JsonObject o)
            return o.TryGetPropertyValue(name, out value);
        if (parent is not JsonArray array || Index(name) is not { } index || index >= array.Count)
            return false;
        value = array[index];
        return true;
    }

    private static bool Add(ref JsonNode? document, string pointer, JsonNode? value, bool replace)
    {
        if (pointer.Length == 0)
        {
            document = value;
            return true;
        }

        if (!Parent(document, pointer, out JsonNode? parent, out string last))
            return false;
        switch (parent)
        {
            case JsonObject o:
                o[last] = value;
                return true;
            case JsonArray array when last == "-" && !replace:
                array.Add(value);
                return true;
            case JsonArray array when Index(last) is { } index && index < array.Count + (replace ? 0 : 1):
                if (replace)
                    array[index] = value;
                else
                    array.Insert(index, value);
                return true;
            default:
                return false;
        }
    }

    private static bool Remove(JsonNode? document, string pointer, out JsonNode? removed)
    {
        removed = null;
        if (pointer.Length == 0 || !Parent(document, pointer, out JsonNode? parent, out string last) || !Child(parent, last, out removed))
            return false;
        if (parent is JsonArray array)
            array.RemoveAt(Index(last)!.Value);
        else
            parent!.AsObject().Remove(last);
        return true;
    }

    private static bool Parent(JsonNode? document, string pointer, out JsonNode? parent, out string last)
    {
        parent = document;
        last = "";
        if (pointer[0] != '/')
            return false;
        string[] steps = pointer[1..].Split('/');
        if (steps.Length > MaxSteps)
            return false;
        for (int i = 0; i < steps.Length - 1; i++)
        {
            if (!Child(parent, Unescape(steps[i]), out parent))
                return false;
        }

        last = Unescape(steps[^1]);
        return true;
    }

    private static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static int? Index(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && (text.Length == 1 || text[0] != '0') ? index : null;
}
