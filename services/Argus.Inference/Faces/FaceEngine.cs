using System.Collections.Immutable;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// Decode, detect, align, embed, age and gender, for one pack. One session a graph, shared by all threads; every method is synchronous,
/// runs on the caller's thread and is safe for concurrent use.
/// </summary>
public sealed class FaceEngine : IDisposable
{
    private readonly FaceDetector _detector;
    private readonly FaceRecognizer? _recognizer;
    private readonly FaceAttributes? _attributes;
    private readonly ImageDecoder _decoder;

    private FaceEngine(ResolvedPack pack, FaceEngineOptions options, ImmutableDictionary<ModelRole, ModelSession> sessions, WorkerPool? pool)
    {
        (Pack, Options, Sessions) = (pack, options, sessions);
        _decoder = new ImageDecoder(options.Limits);
        _detector = new FaceDetector(pack.Files[ModelRole.Detector].File, sessions[ModelRole.Detector], options);
        if (sessions.TryGetValue(ModelRole.Recognizer, out var recognizer))
            _recognizer = new FaceRecognizer(pack.Files[ModelRole.Recognizer].File, recognizer, pool);
        if (sessions.TryGetValue(ModelRole.Attributes, out var attributes))
            _attributes = new FaceAttributes(pack.Files[ModelRole.Attributes].File, attributes, pool);
    }

    /// <summary>The pack that is loaded.</summary>
    public ResolvedPack Pack { get; }

    /// <summary>The options in force.</summary>
    public FaceEngineOptions Options { get; }

    /// <summary>Every graph by role: name, inputs, outputs, provider audit; runs raw tensors.</summary>
    public IReadOnlyDictionary<ModelRole, ModelSession> Sessions { get; }

    /// <summary>Length of the vectors, or 0 where the pack has no recognizer.</summary>
    public int EmbeddingDimension => _recognizer?.Dimension ?? 0;

    /// <summary>Loads the graphs of a pack.</summary>
    /// <param name="pack">Verified files; a detector at least.</param>
    /// <param name="options">How they are run.</param>
    /// <param name="pool">Workers that may help with the faces of one picture, or null.</param>
    /// <exception cref="ModelLoadException">A graph does not load, or does not keep the manifest's contract.</exception>
    public static FaceEngine Load(ResolvedPack pack, FaceEngineOptions options, WorkerPool? pool = null)
    {
        if (!pack.Files.ContainsKey(ModelRole.Detector))
            throw new ModelLoadException($"Pack {pack.Pack.Name} has no detector: it cannot find faces.");
        var sessions = ImmutableDictionary.CreateBuilder<ModelRole, ModelSession>();
        try
        {
            foreach (var role in (ReadOnlySpan<ModelRole>)[ModelRole.Detector, ModelRole.Recognizer, ModelRole.Attributes])
            {
                if (pack.Files.TryGetValue(role, out var file))
                    sessions[role] = ModelSession.Load(file.Path, options.Hardware, [.. Warm(file.File, options)]);
            }

            return new FaceEngine(pack, options, sessions.ToImmutable(), pool);
        }
        catch
        {
            foreach (var session in sessions.Values)
                session.Dispose();
            throw;
        }
    }

    /// <summary>Finds, aligns, embeds and estimates, as far as asked and as the pack allows.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="analysis"/> is set.</returns>
    public ImageFault? Analyze(ReadOnlySpan<byte> image, AnalyzeRequest request, out FaceAnalysis? analysis, CancellationToken cancel = default)
    {
        analysis = null;
        var clock = StageClock.Start();
        bool embed = request.Embedding && _recognizer is not null;
        bool estimate = request.Attributes && _attributes is not null;
        if (_decoder.Decode(image, FirstLongSide(embed || estimate), out var picture) is { } fault)
            return fault;
        clock.Decoded();
        try
        {
            cancel.ThrowIfCancellationRequested();
            var all = _detector.Detect(picture!, request.Threshold, ref clock, cancel);
            int count = all.Count;
            var found = Select(all, request);
            if ((embed || estimate) && SharperLongSide(picture!, found) is { } longSide)
            {
                picture!.Dispose();
                if (_decoder.Decode(image, longSide, out picture) is { } again)
                    return again;
                clock.Decoded();
            }

            Face[] faces = Describe(picture!, found, embed, estimate, ref clock, cancel);
            analysis = new FaceAnalysis(faces, picture!.FullWidth, picture.FullHeight, picture.Orientation, clock.Times) { Found = count };
            return null;
        }
        finally
        {
            picture?.Dispose();
        }
    }

    /// <summary>Embeds a picture that is a face crop: found and aligned where the detector sees a face in it, else scaled to the recognizer's input.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="embedding"/> is set.</returns>
    /// <exception cref="InvalidOperationException">The pack has no recognizer; see <see cref="EmbeddingDimension"/>.</exception>
    public ImageFault? EmbedCrop(ReadOnlySpan<byte> image, bool normalize, out CropEmbedding? embedding, CancellationToken cancel = default)
    {
        embedding = null;
        if (_recognizer is null)
            throw new InvalidOperationException($"Pack {Pack.Pack.Name} has no recognizer.");
        if (_decoder.Decode(image, int.MaxValue, out var picture) is { } fault)
            return fault;
        using (picture)
        {
            var clock = StageClock.Start();
            var faces = _detector.Detect(picture!, null, ref clock, cancel);
            cancel.ThrowIfCancellationRequested();
            bool aligned = faces.Count > 0 && _detector.HasLandmarks;
            float[] vector = aligned
                ? _recognizer.Embed(picture!, [FaceAlignment.ToCrop(faces.MaxBy(f => f.Box.Width * f.Box.Height).Points, _recognizer.Size)], normalize, cancel)[0]
                : _recognizer.EmbedWhole(picture!, normalize, cancel);
            embedding = new CropEmbedding(vector, aligned);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in Sessions.Values)
            session.Dispose();
    }

    // A GPU shows by these runs that it computes, and what; the CPU needs none.
    private static IEnumerable<WarmInput> Warm(ModelFile file, FaceEngineOptions options)
    {
        if (options.Hardware.Target == HardwareTarget.Cpu)
            return [];
        if (file.Role == ModelRole.Detector)
            return FaceDetector.Shapes(file, options).Select(s => WarmInput.Synthetic(1, 3, s.Height, s.Width));
        int size = file.Input.Height > 0 ? file.Input.Height : 112;
        return (file.Input.Batch == 1 ? [1] : ShapeBuckets.Rows).Select(rows => WarmInput.Synthetic(rows, 3, size, size));
    }

    private int FirstLongSide(bool crops)
    {
        if (Options.Profile == EngineProfile.Exact)
            return int.MaxValue;
        // Crops are cut from the picture: three times the detector's side keeps most faces at 112 pixels and more,
        // and the landmarks of a photo of 36 megapixels where its full decode puts them. At twice the side they move by 1 %.
        return crops ? 3 * _detector.LongSide : _detector.LongSide;
    }

    private static List<Candidate> Select(List<Candidate> found, AnalyzeRequest request)
    {
        if (request.MinSize > 0)
            found.RemoveAll(c => Math.Min(c.Box.Width, c.Box.Height) < request.MinSize);
        if (request.MaxFaces > 0 && found.Count > request.MaxFaces)
        {
            found.Sort((a, b) => (b.Box.Width * b.Box.Height).CompareTo(a.Box.Width * a.Box.Height));
            found.RemoveRange(request.MaxFaces, found.Count - request.MaxFaces);
            found.Sort();
        }

        return found;
    }

    // After a scaled decode: the longer side from which no crop has to be enlarged that the full picture could fill, or null where that is so already.
    private int? SharperLongSide(Picture picture, List<Candidate> found)
    {
        if (picture.Width == picture.FullWidth)
            return null;
        double wanted = 0;
        foreach (var candidate in found)
        {
            var toCrop = ToCrop(candidate, 112, aligned: true);
            wanted = Math.Max(wanted, Math.Sqrt(toCrop.A * toCrop.A + toCrop.D * toCrop.D));
        }

        double have = (double)picture.Width / picture.FullWidth;
        return wanted > have ? (int)Math.Ceiling(Math.Min(wanted, 1) * Math.Max(picture.FullWidth, picture.FullHeight)) : null;
    }

    private Face[] Describe(Picture picture, List<Candidate> found, bool embed, bool estimate, ref StageClock clock, CancellationToken cancel)
    {
        float[][]? vectors = embed && found.Count > 0 ? _recognizer!.Embed(picture, ToCrops(picture, found, _recognizer.Size, aligned: true), normalize: true, cancel) : null;
        var attributes = estimate && found.Count > 0 ? _attributes!.Estimate(picture, ToCrops(picture, found, _attributes.Size, _attributes.Aligned), cancel) : null;
        clock.Inferred();
        var faces = new Face[found.Count];
        for (int i = 0; i < faces.Length; i++)
        {
            faces[i] = new Face
            {
                Box = found[i].Box,
                Score = found[i].Score,
                Landmarks = _detector.HasLandmarks ? found[i].Points : null,
                Embedding = vectors?[i],
                Unaligned = embed && !_detector.HasLandmarks,
                Gender = attributes?[i].Gender,
                Age = attributes?[i].Age,
            };
        }

        return faces;
    }

    private Affine[] ToCrops(Picture picture, List<Candidate> found, int size, bool aligned)
    {
        double scaleX = (double)picture.Width / picture.FullWidth, scaleY = (double)picture.Height / picture.FullHeight;
        return [.. found.Select(c => ToCrop(c, size, aligned).ForScaledSource(scaleX, scaleY))];
    }

    private Affine ToCrop(in Candidate candidate, int size, bool aligned) =>
        aligned && _detector.HasLandmarks ? FaceAlignment.ToCrop(candidate.Points, size) : FaceAlignment.BoxToCrop(candidate.Box, size);
}
