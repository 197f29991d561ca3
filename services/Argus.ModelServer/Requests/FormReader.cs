using Argus.Inference.Imaging;
using Argus.ServiceDefaults.Problems;
using Microsoft.Net.Http.Headers;

namespace Argus.ModelServer.Requests;

/// <summary>Reads a body by its content type.</summary>
internal sealed class FormReader(BodyBudget budget, ImageLimits limits)
{
    /// <summary>What a form says beside its pictures, in bytes.</summary>
    private const int Overhead = 64 * 1024;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="shape">What the endpoint takes.</param>
    public async ValueTask<Outcome<RequestForm>> ReadAsync(HttpContext http, FormShape shape)
    {
        var request = http.Request;
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return new Refusal(415, "Compressed bodies are not taken: send it without Content-Encoding.");
        string? boundary = null;
        if (KindOf(request, out var type) is not { } kind || (shape.Kinds & (1 << (int)kind)) == 0)
            return new Refusal(415, $"The content type must be {shape.Accepts}, not {(request.ContentType is { Length: > 0 } given ? $"'{given}'" : "left out")}.");
        if (kind == BodyKind.Multipart && (boundary = MultipartFields.BoundaryOf(type!)) is null)
            return new Refusal(400, "The multipart content type does not name a boundary.");

        var read = await RequestBytes.ReadAsync(request, shape.MaxBytes ?? LimitOf(kind, shape.Pictures), budget, http.RequestAborted);
        if (!read.Ok)
            return read.Refusal;
        var bytes = read.Value;
        Dictionary<string, FormValue> fields = [];
        if (kind == BodyKind.Raw)
            fields[shape.Fields[0]] = new FormValue(FormValueKind.Bytes, 0, bytes.Length);
        string? fault = kind switch
        {
            BodyKind.Json => JsonFields.Read(bytes.Span, shape.Fields, shape.MaxItems, fields),
            BodyKind.Multipart => MultipartFields.Read(bytes.Span, boundary!, shape.Fields, fields),
            _ => null,
        };
        if (fault is null)
            return new RequestForm(bytes, kind, fields);
        bytes.Dispose();
        return new Refusal(400, fault);
    }

    private long LimitOf(BodyKind kind, int pictures) => kind switch
    {
        BodyKind.Raw => limits.MaxBytes,
        // Base64 makes four bytes of three; escapes and line ends take some more.
        BodyKind.Json => pictures * (limits.MaxBytes / 2 * 3) + Overhead,
        _ => pictures * limits.MaxBytes + Overhead,
    };

    private static BodyKind? KindOf(HttpRequest request, out MediaTypeHeaderValue? type)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out type))
            return null;
        if (type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase))
            return BodyKind.Raw;
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return BodyKind.Multipart;
        return type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase) ? BodyKind.Json : null;
    }
}
