using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Images;

/// <summary>Turns whole pictures into vectors (CLIP). Safe for concurrent use.</summary>
public sealed class ImageEncoder : IDisposable
{
    /// <summary>Loads the image encoder of a pack.</summary>
    /// <exception cref="ModelLoadException">The graph does not load, or does not keep the manifest's contract.</exception>
    public static ImageEncoder Load(ResolvedPack pack, HardwareOptions hardware, ImageLimits limits) => throw new NotSupportedException();

    /// <summary>The graph.</summary>
    public ModelSession Session => throw new NotSupportedException();

    /// <summary>Length of the vectors.</summary>
    public int Dimension => throw new NotSupportedException();

    /// <summary>Encodes one picture.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="embedding"/> is set (unit length).</returns>
    public ImageFault? Encode(ReadOnlySpan<byte> image, out float[]? embedding, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
