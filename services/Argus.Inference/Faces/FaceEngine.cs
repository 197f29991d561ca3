using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// Decode, detect, align, embed, age and gender, for one pack. One session a graph, shared by all threads; every method is synchronous,
/// runs on the caller's thread and is safe for concurrent use.
/// </summary>
public sealed class FaceEngine : IDisposable
{
    /// <summary>Loads the graphs of a pack.</summary>
    /// <exception cref="ModelLoadException">A graph does not load, or does not keep the manifest's contract.</exception>
    public static FaceEngine Load(ResolvedPack pack, FaceEngineOptions options) => throw new NotSupportedException();

    /// <summary>The pack that is loaded.</summary>
    public ResolvedPack Pack => throw new NotSupportedException();

    /// <summary>The options in force.</summary>
    public FaceEngineOptions Options => throw new NotSupportedException();

    /// <summary>Every graph by role: name, inputs, outputs, provider audit; runs raw tensors.</summary>
    public IReadOnlyDictionary<ModelRole, ModelSession> Sessions => throw new NotSupportedException();

    /// <summary>Finds, aligns, embeds and estimates, as far as asked and as the pack allows.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="analysis"/> is set.</returns>
    public ImageFault? Analyze(ReadOnlySpan<byte> image, AnalyzeRequest request, out FaceAnalysis? analysis, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>Embeds a picture that is a face crop: found and aligned where the detector sees a face in it, else scaled to the recognizer's input.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="embedding"/> is set.</returns>
    public ImageFault? EmbedCrop(ReadOnlySpan<byte> image, bool normalize, out CropEmbedding? embedding, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>The vector of a face crop.</summary>
/// <param name="Vector">The values; of unit length where that was asked for.</param>
/// <param name="Aligned">Whether a face was found in the crop and aligned.</param>
public sealed record CropEmbedding(float[] Vector, bool Aligned);
