using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Score;

/// <summary>Reads the photo of a request. The text is decoded from the bytes that came, since photos are large.</summary>
internal static class ScoreReader
{
    private static readonly Refusal NotJson = new(400, "The body must be JSON such as {\"image\": \"the photo in base64\"}.");

    /// <summary>The bytes of the photo; 400, 413, 415 or 422 where there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Breaks it off.</param>
    public static async Task<Outcome<byte[]>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasJsonContentType())
            return new Refusal(415, "The content type must be application/json.");
        try
        {
            using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, int.MaxValue / 2));
            await request.Body.CopyToAsync(body, cancel);
            return Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException)
        {
            return NotJson;
        }
        catch (BadHttpRequestException e)
        {
            return new Refusal(e.StatusCode, e.StatusCode == 413 ? "The photo is too large." : e.Message);
        }
    }

    private static Outcome<byte[]> Parse(Span<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return Missing();
        if (reader.TokenType != JsonTokenType.StartObject)
            return NotJson;
        (bool found, byte[]? photo) = (false, null);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool image = reader.ValueTextEquals("image"u8);
            reader.Read();
            if (!image)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                return NotJson;
            found = reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            photo = found ? Decode(ref reader) : null;
        }

        // What follows the object is a fault, too.
        reader.Read();
        return !found ? Missing()
            : photo is { Length: > 0 } ? photo
            : new Refusal(400, "image is not base64. Send the photo's bytes in base64, or as a data URL.");
    }

    private static Refusal Missing() => new(422, "image is required: the photo in base64.");

    private static byte[]? Decode(ref Utf8JsonReader reader)
    {
        byte[]? plain = null;
        var text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            plain = new byte[text.Length];
            try
            {
                text = plain.AsSpan(0, reader.CopyString(plain));
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, or bytes that are no UTF-8.
                return null;
            }
        }

        if (text.StartsWith("data:"u8))
        {
            int comma = text[..Math.Min(text.Length, 256)].IndexOf((byte)',');
            if (comma < 0 || !text[..comma].EndsWith(";base64"u8))
                return null;
            text = text[(comma + 1)..];
        }

        byte[] photo = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, photo, out _, out int written) == OperationStatus.Done ? photo[..written] : null;
    }
}
