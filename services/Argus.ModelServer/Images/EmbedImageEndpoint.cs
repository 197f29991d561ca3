using Argus.Contracts;
using Argus.Contracts.Images;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Requests;

namespace Argus.ModelServer.Images;

/// <summary><c>POST /embed/image</c>: the vector of a whole picture.</summary>
internal sealed class EmbedImageEndpoint(InferenceGate gate)
{
    private static readonly FormShape Shape = new(FormShape.Any, "file", "image");

    /// <summary>Embeds one picture.</summary>
    public Task EmbedAsync(HttpContext http) => gate.AnswerAsync(http, Need.ImageVectors, Shape, call =>
    {
        if (call.Form.Picture(call.Form.Kind == BodyKind.Json ? "image" : "file", call.Errors) is not { } value)
            return null;
        return cancel =>
        {
            float[]? vector = null;
            var fault = call.Form.Take(value, out var picture) ?? call.Models.Images!.Encode(picture.Span, out vector, cancel);
            if (fault is not null)
                return fault.ToRefusal();
            return Answer.Json(
                new ImageEmbeddingResponse
                {
                    Embedding = vector!,
                    Dimension = vector!.Length,
                    ProcessingTimeMs = call.ElapsedMs,
                    ModelDigest = call.Models.Pack.Digest,
                    Selftest = call.Models.Selftest,
                },
                ContractsJson.Default.ImageEmbeddingResponse);
        };
    });
}
