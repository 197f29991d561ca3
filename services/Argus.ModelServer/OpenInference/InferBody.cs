using System.Text.Json;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.OpenInference;

/// <summary>A request body in its two parts.</summary>
/// <param name="Request">The JSON.</param>
/// <param name="JsonLength">Its length; the bytes of binary tensors follow.</param>
internal sealed record InferBody(InferRequest Request, int JsonLength)
{
    /// <summary>Says how long the JSON is, where bytes follow it.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    /// <summary>Splits and reads a body.</summary>
    public static Outcome<InferBody> Read(HttpRequest request, ReadOnlySpan<byte> body)
    {
        int length = body.Length;
        if (request.Headers.TryGetValue(LengthHeader, out var header) && (!int.TryParse(header, out length) || length < 0 || length > body.Length))
            return new Refusal(400, $"{LengthHeader} must be a whole number from 0 to the {body.Length} bytes of the body.");
        try
        {
            return JsonSerializer.Deserialize(body[..length], InferJson.Default.InferRequest) is { } read
                ? new InferBody(read, length)
                : new Refusal(400, "The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            return new Refusal(400, $"The body is not an inference request: {e.Message}");
        }
    }
}
