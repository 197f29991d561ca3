using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Faces;

/// <summary><c>POST /embed</c> and <c>POST /embed/batch</c>.</summary>
internal sealed class EmbedEndpoint(InferenceGate gate, WorkerPool pool, ServerOptions options)
{
    private static readonly FormShape OneShape = new(FormShape.Any, "file", "image", "normalize");
    private readonly FormShape _batchShape = new(FormShape.Json, "images", "normalize") { MaxItems = options.MaxBatch, MaxBytes = options.MaxBodyBytes };

    /// <summary>The vector of one face crop.</summary>
    public Task EmbedAsync(HttpContext http) => gate.AnswerAsync(http, Need.FaceVectors, OneShape, call =>
    {
        bool normalize = call.Form.Flag("normalize", Query.Flag(call.Request, "normalize", true, call.Errors), call.Errors);
        if (call.Form.Picture(call.Form.Kind == BodyKind.Json ? "image" : "file", call.Errors) is not { } value)
            return null;
        return cancel => Embed(call, value, normalize, out var crop, cancel) is { } fault ? fault.ToRefusal() : One(call, crop!, normalize);
    });

    /// <summary>The vectors of many; each that fails says so alone.</summary>
    public Task BatchAsync(HttpContext http) => gate.AnswerAsync(http, Need.FaceVectors, _batchShape, call =>
    {
        bool normalize = call.Form.Flag("normalize", true, call.Errors);
        return call.Form.Pictures("images", options.MaxBatch, call.Errors) is { } items ? cancel => Batch(call, items, normalize, cancel) : null;
    });

    private static ImageFault? Embed(Call call, FormValue value, bool normalize, out CropEmbedding? crop, CancellationToken cancel)
    {
        crop = null;
        return call.Form.Take(value, out var picture) ?? call.Models.Faces!.EmbedCrop(picture.Span, normalize, out crop, cancel);
    }

    private static Answer One(Call call, CropEmbedding crop, bool normalize) => Answer.Json(
        new EmbedResponse
        {
            Embedding = crop.Vector,
            Dimension = crop.Vector.Length,
            Normalized = normalize,
            Aligned = crop.Aligned,
            ProcessingTimeMs = call.ElapsedMs,
            ModelDigest = call.Models.Pack.Digest,
            Selftest = call.Models.Selftest,
        },
        ContractsJson.Default.EmbedResponse);

    private Outcome<Answer> Batch(Call call, IReadOnlyList<FormValue> items, bool normalize, CancellationToken cancel)
    {
        float[]?[] vectors = new float[items.Count][];
        ItemError?[] errors = new ItemError[items.Count];
        pool.Spread(items.Count, i =>
        {
            cancel.ThrowIfCancellationRequested();
            if (Embed(call, items[i], normalize, out var crop, cancel) is { } fault)
                errors[i] = new ItemError(i, fault.ToRefusal().Status, fault.Detail);
            else
                vectors[i] = crop!.Vector;
        });
        return Answer.Json(
            new EmbedBatchResponse
            {
                Embeddings = vectors,
                Errors = [.. errors.OfType<ItemError>()],
                Count = items.Count,
                Dimension = vectors.FirstOrDefault(v => v is not null)?.Length ?? 0,
                Normalized = normalize,
                ProcessingTimeMs = call.ElapsedMs,
                ModelDigest = call.Models.Pack.Digest,
                Selftest = call.Models.Selftest,
            },
            ContractsJson.Default.EmbedBatchResponse);
    }
}
