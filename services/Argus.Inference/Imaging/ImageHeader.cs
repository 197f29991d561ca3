namespace Argus.Inference.Imaging;

/// <summary>What the header of a picture says, read before any pixel is decoded.</summary>
/// <param name="Format">The format by its first bytes, never by name or content type.</param>
/// <param name="StoredWidth">Width as stored, before orientation.</param>
/// <param name="StoredHeight">Height as stored, before orientation.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8.</param>
public readonly record struct ImageHeader(ImageFormat Format, int StoredWidth, int StoredHeight, int Orientation)
{
    /// <summary>Width of the upright picture.</summary>
    public int Width => Orientation >= 5 ? StoredHeight : StoredWidth;

    /// <summary>Height of the upright picture.</summary>
    public int Height => Orientation >= 5 ? StoredWidth : StoredHeight;
}

/// <summary>Formats that are read.</summary>
public enum ImageFormat
{
    /// <summary>JPEG, baseline or progressive, grey, colour or CMYK.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, first frame.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>TIFF, first page.</summary>
    Tiff,

    /// <summary>GIF, first frame.</summary>
    Gif,
}
