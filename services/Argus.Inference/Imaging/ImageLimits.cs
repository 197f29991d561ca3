namespace Argus.Inference.Imaging;

/// <summary>Bounds that are checked before a pixel is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>Largest encoded picture in bytes. Larger ones cost upload and memory; default 20 MiB.</summary>
    public long MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest picture in pixels (width x height as stored). A pixel costs 3 bytes while it is worked on; default 40 million.</summary>
    public long MaxPixels { get; init; } = 40_000_000;
}
