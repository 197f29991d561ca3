using Argus.Contracts;
using Argus.Contracts.Score;
using Argus.Inference.Faces;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Score;

/// <summary><c>POST /score</c>: what the head says of the largest face of a photo.</summary>
internal sealed class ScoreEndpoint(InferenceGate gate, ServerModels models, InferenceMetrics metrics)
{
    private static readonly AnalyzeRequest Largest = new() { MaxFaces = 1, Attributes = false };
    private static readonly FormShape Shape = new(FormShape.Any, "file", "image");

    /// <summary>Scores one photo.</summary>
    public Task ScoreAsync(HttpContext http)
    {
        var ready = Need.FaceVectors.Of(models.Current);
        var known = ready.Ok ? ready.Value.Scores.Current : default;
        // Before the photo is read: it is of no use.
        return ready.Ok && !known.Ok
            ? gate.RefuseAsync(http, known.Refusal)
            : gate.AnswerAsync(http, Need.FaceVectors, Shape, call =>
                call.Form.Picture(call.Form.Kind == BodyKind.Json ? "image" : "file", call.Errors) is { } photo ? cancel => Score(call, photo, cancel) : null);
    }

    private Outcome<Answer> Score(Call call, FormValue photo, CancellationToken cancel)
    {
        var known = call.Models.Scores.Current;
        if (!known.Ok)
            return known.Refusal;
        var fault = call.Form.Take(photo, out var picture);
        FaceAnalysis? analysis = null;
        fault ??= call.Models.Faces!.Analyze(picture.Span, Largest, out analysis, cancel);
        if (fault is not null)
            return fault.ToRefusal();
        metrics.Analyzed(analysis!);
        if (analysis!.Faces.Count == 0)
            return new Refusal(422, "The photo shows no face.");
        var face = analysis.Faces[0];
        double score = known.Value.Head.Score(face.Embedding);
        if (double.IsNaN(score))
            return new Refusal(500, "The score head gives no number for this face: it must be mended.");
        return Answer.Json(
            new FaceScoreResponse
            {
                Score = score,
                FaceCount = analysis.Found,
                Bbox = [face.Box.X1, face.Box.Y1, face.Box.X2, face.Box.Y2],
                DetScore = face.Score,
                ProcessingTimeMs = call.ElapsedMs,
                ModelDigest = call.Models.Pack.Digest,
                HeadDigest = known.Value.Digest,
                Selftest = call.Models.Selftest,
            },
            ContractsJson.Default.FaceScoreResponse);
    }
}
