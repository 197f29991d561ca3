using System.Text.Json;

namespace Argus.Cli.Remote;

/// <summary>Finds the sentence in an error of a server.</summary>
internal static class ProblemText
{
    private static readonly string[] Names = ["detail", "error", "message", "title"];

    /// <summary>
    /// <c>detail</c> of problem+json, with the wrong fields where it names them; else what other servers call so; null where there is nothing.
    /// </summary>
    public static string? Find(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            // OpenAI's way: an object in "error" that holds "message".
            if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
                root = error;
            string? sentence = Names.Select(name => TextOf(root, name)).FirstOrDefault(text => text is not null);
            string[] fields = root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
                ? [.. errors.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.String).Select(e => $"{e.Name} {e.Value.GetString()}")]
                : [];
            return string.Join(' ', ((string?[])[sentence, .. fields.Where(field => sentence?.Contains(field, StringComparison.Ordinal) != true)]).OfType<string>()) is { Length: > 0 } found ? found : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or text with half a surrogate pair.
            return null;
        }
    }

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
