using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Argus.Inference.Imaging;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Requests;

/// <summary>The fields of a body, whatever its content type was; the bytes stay leased until Dispose.</summary>
internal sealed class RequestForm(RequestBytes bytes, BodyKind kind, IReadOnlyDictionary<string, FormValue> fields) : IDisposable
{
    /// <summary>How the body was written.</summary>
    public BodyKind Kind { get; } = kind;

    /// <inheritdoc/>
    public void Dispose() => bytes.Dispose();

    /// <summary>Whether a field is there, and not null.</summary>
    public bool Has(string name) => fields.GetValueOrDefault(name) is { Kind: not FormValueKind.Null };

    /// <summary>The field if it is a picture (or text that may be one); else null, and the error is added.</summary>
    public FormValue? Picture(string name, FieldErrors errors)
    {
        var value = fields.GetValueOrDefault(name);
        if (value is null or { Kind: FormValueKind.Null })
            errors.Add(name, Kind == BodyKind.Json ? "is required: the picture in base64." : "is required: the picture as a file.");
        else if (value.Kind is not (FormValueKind.Bytes or FormValueKind.Text))
            errors.Add(name, "must be text: the picture in base64.");
        else
            return value;
        return null;
    }

    /// <summary>The items of a list of pictures; else null, and the error is added.</summary>
    public IReadOnlyList<FormValue>? Pictures(string name, int max, FieldErrors errors)
    {
        var value = fields.GetValueOrDefault(name);
        if (value?.Kind != FormValueKind.List)
            errors.Add(name, "is required: a list of pictures in base64.");
        else if (value.Count == 0 || value.Count > max)
            errors.Add(name, $"must hold 1 to {max} pictures, not {value.Count}.");
        else
            return value.Items;
        return null;
    }

    /// <summary>A truth value, or <paramref name="fallback"/> where it is not there.</summary>
    public bool Flag(string name, bool fallback, FieldErrors errors)
    {
        switch (fields.GetValueOrDefault(name))
        {
            case null or { Kind: FormValueKind.Null }:
                return fallback;
            case { Kind: FormValueKind.True }:
                return true;
            case { Kind: FormValueKind.False }:
                return false;
            case { Kind: FormValueKind.Bytes } part when Query.TryFlag(TextOf(part), out bool flag):
                return flag;
            default:
                errors.Add(name, "must be true or false.");
                return fallback;
        }
    }

    /// <summary>A number, or null where it is not there.</summary>
    public float? Number(string name, float min, float max, FieldErrors errors)
    {
        var value = fields.GetValueOrDefault(name);
        if (value is null or { Kind: FormValueKind.Null })
            return null;
        if (value.Kind is FormValueKind.Number or FormValueKind.Bytes
            && float.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            && number >= min && number <= max)
            return number;
        errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}."));
        return null;
    }

    /// <summary>The bytes of a picture; text is decoded from base64 where it lies, so it can be taken once only.</summary>
    /// <returns>The fault, or null where <paramref name="picture"/> is set.</returns>
    public ImageFault? Take(FormValue value, out ReadOnlyMemory<byte> picture)
    {
        picture = default;
        if (value.Kind == FormValueKind.Bytes)
        {
            picture = bytes.Memory.Slice(value.Start, value.Length);
            return null;
        }

        if (value.Kind != FormValueKind.Text)
            return new ImageFault(ImageFaultKind.Undecodable, "The picture must be text in base64.");
        var text = bytes.Span.Slice(value.Start, value.Length);
        if (value.Escaped)
        {
            int length = Unescape(text);
            if (length < 0)
                return NotBase64;
            text = text[..length];
        }

        int skip = DataUrlPrefix(text);
        if (skip < 0 || Base64.DecodeFromUtf8InPlace(text[skip..], out int written) != OperationStatus.Done)
            return NotBase64;
        picture = bytes.Memory.Slice(value.Start + skip, written);
        return null;
    }

    private static ImageFault NotBase64 { get; } = new(ImageFaultKind.Undecodable, "Invalid base64. Send the picture's bytes in base64, or as a data URL.");

    private string TextOf(FormValue value) => Encoding.UTF8.GetString(bytes.Span.Slice(value.Start, Math.Min(value.Length, 64)));

    /// <summary>Length of <c>data:image/…;base64,</c> before the base64: 0 without it, negative where it is another kind of URL.</summary>
    private static int DataUrlPrefix(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("data:"u8))
            return 0;
        int comma = text[..Math.Min(text.Length, 256)].IndexOf((byte)',');
        return comma >= 0 && text[..comma].EndsWith(";base64"u8) ? comma + 1 : -1;
    }

    /// <summary>Resolves JSON escapes (some writers send every / as \/) into the same place, which is never too short; negative where they make no text.</summary>
    private static int Unescape(Span<byte> text)
    {
        byte[] quoted = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            (quoted[0], quoted[text.Length + 1]) = ((byte)'"', (byte)'"');
            text.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted.AsSpan(0, text.Length + 2));
            reader.Read();
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: the reader tells of both only so.
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }
}

/// <summary>How a body was written.</summary>
internal enum BodyKind
{
    /// <summary>The picture itself.</summary>
    Raw,

    /// <summary>multipart/form-data.</summary>
    Multipart,

    /// <summary>A JSON object.</summary>
    Json,
}
