namespace Argus.Inference.Imaging;

/// <summary>Width and height of RGB pixels that lie row by row without gaps.</summary>
internal readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Bytes of all pixels.</summary>
    public long Bytes => 3L * Width * Height;

    /// <summary>The size after the EXIF orientation is applied.</summary>
    public PixelSize Turned(int orientation) => orientation >= 5 ? new PixelSize(Height, Width) : this;
}
