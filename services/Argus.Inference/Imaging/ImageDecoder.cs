namespace Argus.Inference.Imaging;

/// <summary>Reads JPEG, PNG, WebP, BMP, TIFF and GIF into upright RGB. Safe for concurrent use.</summary>
public sealed class ImageDecoder(ImageLimits limits)
{
    /// <summary>The bounds in force.</summary>
    public ImageLimits Limits { get; } = limits;

    /// <summary>Reads the header only and checks the limits.</summary>
    /// <returns>The fault, or null when <paramref name="header"/> is set.</returns>
    public ImageFault? Probe(ReadOnlySpan<byte> bytes, out ImageHeader header) => throw new NotSupportedException();

    /// <summary>Decodes to upright 8-bit RGB: first frame, alpha dropped, colour profiles not applied, CMYK without a profile.</summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="minLongSide">
    /// A JPEG may be decoded scaled by M/8 as long as its longer side stays at or above this; <see cref="int.MaxValue"/> asks for full resolution.
    /// </param>
    /// <param name="picture">The picture, to be disposed by the caller, where there is no fault.</param>
    /// <returns>The fault, or null.</returns>
    public ImageFault? Decode(ReadOnlySpan<byte> bytes, int minLongSide, out Picture? picture) => throw new NotSupportedException();
}
