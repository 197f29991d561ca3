using System.Numerics.Tensors;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Inference.Faces;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Faces;

/// <summary><c>POST /verify</c>: whether the largest faces of two pictures are one person's.</summary>
internal sealed class VerifyEndpoint(InferenceGate gate, WorkerPool pool, InferenceMetrics metrics)
{
    private static readonly FormShape Shape = new(FormShape.Forms, "file1", "file2", "image1", "image2", "threshold") { Pictures = 2 };
    private static readonly AnalyzeRequest Largest = new() { MaxFaces = 1, Attributes = false };

    /// <summary>Compares two pictures.</summary>
    public Task VerifyAsync(HttpContext http) => gate.AnswerAsync(http, Need.FaceVectors, Shape, call =>
    {
        string prefix = call.Form.Kind == BodyKind.Json ? "image" : "file";
        var first = call.Form.Picture(prefix + "1", call.Errors);
        var second = call.Form.Picture(prefix + "2", call.Errors);
        float? threshold = call.Form.Number("threshold", -1, 1, call.Errors) ?? call.Models.Pack.Pack.VerifyThreshold;
        if (threshold is null)
            call.Errors.Add("threshold", $"is required: the pack {call.Models.Pack.Pack.Name} recommends none.");
        return call.Errors.None ? cancel => Compare(call, [first!, second!], threshold!.Value, cancel) : null;
    });

    private Outcome<Answer> Compare(Call call, FormValue[] values, float threshold, CancellationToken cancel)
    {
        var found = new Outcome<Face>[2];
        pool.Spread(2, i => found[i] = LargestFace(call, values[i], $"Picture {i + 1}", cancel));
        foreach (var one in found)
        {
            if (!one.Ok)
                return one.Refusal;
        }

        var (a, b) = (found[0].Value!, found[1].Value!);
        float similarity = TensorPrimitives.CosineSimilarity(a.Embedding, b.Embedding);
        return Answer.Json(
            new VerifyResponse
            {
                Similarity = similarity,
                Verified = similarity >= threshold,
                Threshold = threshold,
                Face1 = Body(a),
                Face2 = Body(b),
                ProcessingTimeMs = call.ElapsedMs,
                ModelDigest = call.Models.Pack.Digest,
                Selftest = call.Models.Selftest,
            },
            ContractsJson.Default.VerifyResponse);
    }

    private Outcome<Face> LargestFace(Call call, FormValue value, string which, CancellationToken cancel)
    {
        var fault = call.Form.Take(value, out var picture);
        FaceAnalysis? analysis = null;
        fault ??= call.Models.Faces!.Analyze(picture.Span, Largest, out analysis, cancel);
        if (fault is not null)
            return fault.ToRefusal(which);
        metrics.Analyzed(analysis!);
        return analysis!.Faces.Count > 0 ? analysis.Faces[0] : new Refusal(400, $"{which} shows no face.");
    }

    private static VerifiedFace Body(Face face) => new([face.Box.X1, face.Box.Y1, face.Box.X2, face.Box.Y2], face.Score);
}
