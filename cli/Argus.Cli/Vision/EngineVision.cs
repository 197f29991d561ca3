using System.Numerics.Tensors;
using Argus.Cli.Pictures;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;

namespace Argus.Cli.Vision;

/// <summary>Computes in this process, one picture a core.</summary>
/// <param name="pack">What is loaded.</param>
/// <param name="faces">Its models for faces; null where only whole pictures are asked about.</param>
/// <param name="images">Its model for whole pictures; null where only faces are asked about.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineVision(ResolvedPack pack, FaceEngine? faces, ImageEncoder? images, TimeProvider time) : IVision
{
    private readonly ImageLimits _limits = faces?.Options.Limits ?? new ImageLimits();

    /// <inheritdoc/>
    public int Concurrency { get; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    public Task<Reply<DetectResponse>> DetectAsync(PictureSource picture, AnalyzeRequest request, CancellationToken cancel) =>
        ComputeAsync(() => Detect(picture, request, cancel), cancel);

    /// <inheritdoc/>
    public Task<Reply<ImageEmbeddingResponse>> EmbedImageAsync(PictureSource picture, CancellationToken cancel) =>
        ComputeAsync(() => EmbedImage(picture, cancel), cancel);

    /// <inheritdoc/>
    public Task<Reply<VerifyResponse>> VerifyAsync(PictureSource first, PictureSource second, float? threshold, CancellationToken cancel) =>
        ComputeAsync(() => Verify(first, second, threshold, cancel), cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        faces?.Dispose();
        images?.Dispose();
    }

    // A picture can take long: the caller goes on meanwhile.
    private static Task<Reply<T>> ComputeAsync<T>(Func<Reply<T>> compute, CancellationToken cancel)
        where T : class => Task.Run(
            () =>
            {
                try
                {
                    return compute();
                }
                catch (Exception e) when (PictureSource.Explain(e) is { } trouble)
                {
                    return trouble;
                }
            },
            cancel);

    private Reply<DetectResponse> Detect(PictureSource picture, AnalyzeRequest request, CancellationToken cancel)
    {
        if (picture.Read(_limits.MaxBytes) is not { } bytes)
            return TooLarge();
        long start = time.GetTimestamp();
        if (faces!.Analyze(bytes.Span, request, out var analysis, cancel) is { } fault)
            return new Trouble(fault.Detail);
        return analysis!.ToResponse(pack, time.GetElapsedTime(start));
    }

    private Reply<ImageEmbeddingResponse> EmbedImage(PictureSource picture, CancellationToken cancel)
    {
        if (picture.Read(_limits.MaxBytes) is not { } bytes)
            return TooLarge();
        long start = time.GetTimestamp();
        if (images!.Encode(bytes.Span, out float[]? vector, cancel) is { } fault)
            return new Trouble(fault.Detail);
        return new ImageEmbeddingResponse
        {
            Embedding = vector!,
            Dimension = vector!.Length,
            ProcessingTimeMs = Milliseconds(start),
            ModelDigest = pack.Digest,
            Selftest = pack.Pack.SelfTest,
        };
    }

    private Reply<VerifyResponse> Verify(PictureSource first, PictureSource second, float? threshold, CancellationToken cancel)
    {
        if ((threshold ?? pack.Pack.VerifyThreshold) is not { } least)
            return new Trouble($"The pack {pack.Pack.Name} recommends no threshold: give one with --threshold.", ForAll: true);
        if (faces!.EmbeddingDimension == 0)
            return new Trouble($"The pack {pack.Pack.Name} has no face recognizer: choose another with --pack.", ForAll: true);
        long start = time.GetTimestamp();
        var one = LargestFace(first, cancel);
        if (!one.Ok)
            return one.Trouble;
        var other = LargestFace(second, cancel);
        if (!other.Ok)
            return other.Trouble;

        float similarity = TensorPrimitives.CosineSimilarity(one.Value.Embedding, other.Value.Embedding);
        return new VerifyResponse
        {
            Similarity = similarity,
            Verified = similarity >= least,
            Threshold = least,
            Face1 = new VerifiedFace(one.Value.Bbox, one.Value.DetScore),
            Face2 = new VerifiedFace(other.Value.Bbox, other.Value.DetScore),
            ProcessingTimeMs = Milliseconds(start),
            ModelDigest = pack.Digest,
            Selftest = pack.Pack.SelfTest,
        };
    }

    private Reply<FaceBody> LargestFace(PictureSource picture, CancellationToken cancel)
    {
        var answer = Detect(picture, new AnalyzeRequest { MaxFaces = 1, Attributes = false }, cancel);
        if (!answer.Ok)
            return answer.Trouble with { Sentence = $"{picture.Path}: {answer.Trouble.Sentence}" };
        return answer.Value.Faces.Count > 0 ? answer.Value.Faces[0] : new Trouble($"{picture.Path} shows no face.");
    }

    private Trouble TooLarge() => new($"The file is larger than {_limits.MaxBytes} bytes.");

    private double Milliseconds(long start) => Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 2);
}
