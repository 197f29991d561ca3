using Argus.Contracts;
using Argus.Contracts.Classes;
using Argus.Inference.Classes;
using Argus.Inference.Faces;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Classes;

/// <summary><c>POST /predict</c> and <c>GET /classes</c>.</summary>
internal sealed class ClassEndpoints(InferenceGate gate, ServerModels models, WorkerPool pool, InferenceMetrics metrics, ServerOptions options)
{
    private static readonly AnalyzeRequest Largest = new() { MaxFaces = 1, Attributes = false };
    private readonly FormShape _shape = new(FormShape.Any, "file", "image", "images") { MaxItems = options.MaxBatch, MaxBytes = options.MaxBodyBytes };

    /// <summary>The class of one person, from one or several photos.</summary>
    public Task PredictAsync(HttpContext http)
    {
        var ready = Need.FaceVectors.Of(models.Current);
        var known = ready.Ok ? ready.Value.Classes.Current : default;
        // Before the photos are read: they are of no use.
        return ready.Ok && !known.Ok
            ? gate.RefuseAsync(http, known.Refusal)
            : gate.AnswerAsync(http, Need.FaceVectors, _shape, call => Photos(call) is { } photos ? cancel => Predict(call, photos, cancel) : null);
    }

    /// <summary>The names.</summary>
    public Task ClassesAsync(HttpContext http)
    {
        var ready = Need.FaceVectors.Of(models.Current);
        if (!ready.Ok)
            return gate.RefuseAsync(http, ready.Refusal);
        var known = ready.Value.Classes.Current;
        var names = known.Ok ? known.Value.Classifier.Names : FaceClassNames.Default;
        var body = new ClassesResponse
        {
            Classes = names,
            Count = names.Count,
            Ready = known.Ok,
            Reason = known.Refusal?.Detail,
            Faces = known.Value?.File.Classes.ToDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal),
            ModelDigest = ready.Value.Pack.Digest,
            ClassesDigest = known.Value?.Digest,
            Selftest = ready.Value.Selftest,
        };
        return Answer.Json(body, ContractsJson.Default.ClassesResponse).WriteAsync(http);
    }

    private IReadOnlyList<FormValue>? Photos(Call call)
    {
        if (call.Form.Kind != BodyKind.Json)
            return call.Form.Picture("file", call.Errors) is { } file ? [file] : null;
        bool several = call.Form.Has("images");
        if (several && call.Form.Has("image"))
            call.Errors.Add("image", "is for one photo, images for several: leave one out.");
        else if (several)
            return call.Form.Pictures("images", options.MaxBatch, call.Errors);
        else if (!call.Form.Has("image"))
            call.Errors.Add("images", "is required: a list of photos of one person in base64; or image: one photo.");
        else
            return call.Form.Picture("image", call.Errors) is { } one ? [one] : null;
        return null;
    }

    private Outcome<Answer> Predict(Call call, IReadOnlyList<FormValue> photos, CancellationToken cancel)
    {
        var known = call.Models.Classes.Current;
        if (!known.Ok)
            return known.Refusal;
        var looks = new Look[photos.Count];
        pool.Spread(looks.Length, i =>
        {
            cancel.ThrowIfCancellationRequested();
            looks[i] = LookAt(call, photos[i], cancel);
        });
        Look[] used = [.. looks.Where(l => l.Face is not null)];
        if (used.Length == 0)
            return NoneUsable(looks);
        if (WeightedMean.Of([.. used.Select(l => l.Face!.Embedding!)], [.. used.Select(l => l.Weight)]) is not { } vector)
            return new Refusal(422, "The faces of these photos are so different that they cancel one another out: send photos of one person.");
        return Answer.Json(Response(call, known.Value, looks, vector), ContractsJson.Default.PredictResponse);
    }

    private Look LookAt(Call call, FormValue photo, CancellationToken cancel)
    {
        var fault = call.Form.Take(photo, out var picture);
        FaceAnalysis? analysis = null;
        fault ??= call.Models.Faces!.Analyze(picture.Span, Largest, out analysis, cancel);
        if (fault is not null)
            return new Look(null, 0, fault.ToRefusal());
        metrics.Analyzed(analysis!);
        return analysis!.Faces.Count == 0
            ? new Look(null, 0, new Refusal(422, "It shows no face."))
            : new Look(analysis.Faces[0], analysis.Found, null);
    }

    private static Refusal NoneUsable(Look[] looks) => looks.Length == 1
        ? looks[0].Refusal!
        : new Refusal(422, $"None of the {looks.Length} photos can be used: {string.Join(" ", looks.Select((l, i) => $"Photo {i}: {l.Detail}").Take(10))}")
        {
            Errors = looks.Index().ToDictionary(l => $"images[{l.Index}]", l => l.Item.Detail!, StringComparer.Ordinal),
        };

    private static PredictResponse Response(Call call, KnownClasses known, Look[] looks, float[] vector)
    {
        var classifier = known.Classifier;
        float[] cosines = classifier.Cosines(vector);
        double[] probabilities = classifier.Probabilities(vector);
        int best = classifier.Nearest(vector);
        double weights = looks.Sum(l => l.Weight);
        return new PredictResponse
        {
            PredictedClass = classifier.Names[best],
            Confidence = probabilities[best],
            Probabilities = classifier.Names.Zip(probabilities).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            Similarity = cosines[best],
            Photos = [.. looks.Select((l, i) => Photo(l, i, l.Weight / weights))],
            PhotosUsed = looks.Count(l => l.Face is not null),
            ProcessingTimeMs = call.ElapsedMs,
            ModelDigest = call.Models.Pack.Digest,
            ClassesDigest = known.Digest,
            Selftest = call.Models.Selftest,
        };
    }

    private static PredictedPhoto Photo(Look look, int index, double weight) => new()
    {
        Index = index,
        FaceCount = look.Found,
        Bbox = look.Face is { Box: var box } ? [box.X1, box.Y1, box.X2, box.Y2] : null,
        DetScore = look.Face?.Score,
        Weight = weight,
        Status = look.Refusal?.Status,
        Detail = look.Detail,
    };
}
