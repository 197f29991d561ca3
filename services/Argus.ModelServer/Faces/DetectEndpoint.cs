using System.Globalization;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Requests;

namespace Argus.ModelServer.Faces;

/// <summary><c>POST /detect</c> and <c>POST /extract-embedding</c>.</summary>
internal sealed class DetectEndpoint(InferenceGate gate, InferenceMetrics metrics)
{
    /// <summary>Beside vectors: the cosine from which two of them count as one person's. It belongs to the digest in the answer.</summary>
    public const string ThresholdHeader = "X-Argus-Verify-Threshold";

    private const int MaxCount = 100_000;

    private static readonly FormShape DetectShape = new(FormShape.Any, "file", "image", "return_landmarks", "return_confidence");
    private static readonly FormShape ExtractShape = new(FormShape.Json, "image_base64");

    /// <summary>A file or the picture itself: everything the pack can tell. JSON: boxes only.</summary>
    public Task DetectAsync(HttpContext http) =>
        gate.AnswerAsync(http, Need.Faces, DetectShape, call => call.Form.Kind == BodyKind.Json ? Boxes(call) : Everything(call, "file"));

    /// <summary>As a file, from base64.</summary>
    public Task ExtractAsync(HttpContext http) => gate.AnswerAsync(http, Need.Faces, ExtractShape, call => Everything(call, "image_base64"));

    private Work? Everything(Call call, string field)
    {
        var request = Options(call);
        request = request with
        {
            Embedding = Query.Flag(call.Request, "embedding", true, call.Errors),
            Attributes = Query.Flag(call.Request, "attributes", true, call.Errors),
        };
        if (request.Embedding && call.Models.Pack.Pack.VerifyThreshold is { } threshold)
            call.Request.HttpContext.Response.Headers[ThresholdHeader] = threshold.ToString(CultureInfo.InvariantCulture);
        return Analyze(call, field, request, analysis =>
            Answer.Json(analysis.ToResponse(call.Models.Pack, call.Elapsed), ContractsJson.Default.DetectResponse));
    }

    private Work? Boxes(Call call)
    {
        var request = Options(call) with { Embedding = false, Attributes = false };
        bool landmarks = call.Form.Flag("return_landmarks", true, call.Errors);
        bool confidence = call.Form.Flag("return_confidence", true, call.Errors);
        return Analyze(call, "image", request, analysis =>
            Answer.Json(DetectionResponses.Create(analysis, call.Models.Pack, call.ElapsedMs, landmarks, confidence), ContractsJson.Default.DetectionResponse));
    }

    private static AnalyzeRequest Options(Call call) => new()
    {
        MaxFaces = Query.Number(call.Request, "max_faces", 0, 0, MaxCount, call.Errors),
        MinSize = Query.Number(call.Request, "min_size", 0, 0, MaxCount, call.Errors),
        Threshold = Query.Fraction(call.Request, "threshold", call.Errors),
    };

    private Work? Analyze(Call call, string field, AnalyzeRequest request, Func<FaceAnalysis, Answer> answer)
    {
        if (call.Form.Picture(field, call.Errors) is not { } value || !call.Errors.None)
            return null;
        return cancel =>
        {
            var fault = call.Form.Take(value, out var picture);
            FaceAnalysis? analysis = null;
            fault ??= call.Models.Faces!.Analyze(picture.Span, request, out analysis, cancel);
            if (fault is not null)
                return fault.ToRefusal();
            metrics.Analyzed(analysis!);
            return answer(analysis!);
        };
    }
}

/// <summary>The body of <c>/detect</c> for JSON callers.</summary>
internal static class DetectionResponses
{
    public static DetectionResponse Create(FaceAnalysis analysis, ResolvedPack pack, double elapsedMs, bool landmarks, bool confidence)
    {
        var full = analysis.ToResponse(pack, TimeSpan.Zero);
        return new DetectionResponse
        {
            Faces = [.. full.Faces.Select(f => new DetectionBody
            {
                Bbox = f.Bbox,
                Confidence = confidence ? f.DetScore : null,
                Landmarks = landmarks ? f.Landmarks : null,
            })],
            Count = full.Faces.Count,
            ProcessingTimeMs = elapsedMs,
            ImageWidth = full.ImageWidth,
            ImageHeight = full.ImageHeight,
            Orientation = full.Orientation,
            ModelDigest = full.ModelDigest,
            Selftest = full.Selftest,
        };
    }
}
