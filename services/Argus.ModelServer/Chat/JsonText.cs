using System.Text.Json;

namespace Argus.ModelServer.Chat;

/// <summary>Texts of JSON that may be none: half a surrogate pair, or bytes that are no UTF-8, show only when they are read.</summary>
internal static class JsonText
{
    /// <summary>Reads one.</summary>
    /// <returns>The text; null where the value is no text, or none that can be read.</returns>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether every text in a value, names included, can be read and has no U+0000, at which the tokenizer would stop.</summary>
    public static bool IsClean(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(p => !p.Name.Contains('\0') && IsClean(p.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsClean),
                JsonValueKind.String => Read(value)?.Contains('\0') == false,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
