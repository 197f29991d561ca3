using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Argus.Inference.Language;

/// <summary>
/// The marks with which a template tells who speaks. The tokenizer finds them in any text: written by a user they would end his message and begin one
/// of the system. In what callers write they are broken up by an invisible space, so that they stay text.
/// </summary>
internal sealed class ControlTokens
{
    private const char Breaker = '\u200B';

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The longest first: one may be a part of another.
    private readonly string[] _texts;

    public ControlTokens(IEnumerable<string> texts) =>
        _texts = [.. texts.Where(t => t.Length > 1 && !t.Contains(Breaker) && !string.IsNullOrWhiteSpace(t)).Distinct(StringComparer.Ordinal).OrderByDescending(t => t.Length).ThenBy(t => t, StringComparer.Ordinal)];

    /// <summary>Reads them from the tokenizer's files in a folder; files that are not there have none.</summary>
    public static ControlTokens Read(string folder)
    {
        List<string> texts = [];
        using (var tokenizer = Open(Path.Combine(folder, "tokenizer.json")))
        {
            if (tokenizer?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
                texts.AddRange(added.EnumerateArray().Select(Special).OfType<string>());
        }

        using (var config = Open(Path.Combine(folder, "tokenizer_config.json")))
        {
            if (config?.RootElement is { ValueKind: JsonValueKind.Object } root)
                texts.AddRange(OfConfig(root));
        }

        return new ControlTokens(texts);
    }

    /// <summary>Messages in which no text holds a mark.</summary>
    /// <param name="messages">A JSON array.</param>
    public string Break(string messages)
    {
        if (_texts.Length == 0)
            return messages;
        using var document = JsonDocument.Parse(messages);
        var buffer = new ArrayBufferWriter<byte>(messages.Length + 64);
        using (var json = new Utf8JsonWriter(buffer, Plain))
            Write(json, document.RootElement);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static IEnumerable<string> OfConfig(JsonElement config)
    {
        foreach (var property in config.EnumerateObject().Where(p => p.Name.EndsWith("_token", StringComparison.Ordinal)))
        {
            if (Content(property.Value) is { } text)
                yield return text;
        }

        if (!config.TryGetProperty("added_tokens_decoder", out var added) || added.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var token in added.EnumerateObject())
        {
            if (Special(token.Value) is { } text)
                yield return text;
        }
    }

    // Others are words that a user may want to say, such as runs of spaces.
    private static string? Special(JsonElement token) =>
        token.ValueKind == JsonValueKind.Object && token.TryGetProperty("special", out var special) && special.ValueKind == JsonValueKind.True ? Content(token) : null;

    private static string? Content(JsonElement token) => token.ValueKind switch
    {
        JsonValueKind.String => token.GetString(),
        JsonValueKind.Object when token.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => null,
    };

    // What is no JSON, the library refuses with the reason.
    private static JsonDocument? Open(string path)
    {
        try
        {
            return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(Break(property.Name, _texts));
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Break(value.GetString()!, _texts));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Break(string text, string[] marks)
    {
        foreach (string mark in marks)
        {
            // One may begin in another of its kind: the first round finds only every second.
            while (text.Contains(mark, StringComparison.Ordinal))
                text = text.Replace(mark, $"{mark[0]}{Breaker}{mark.AsSpan(1)}", StringComparison.Ordinal);
        }

        return text;
    }
}
