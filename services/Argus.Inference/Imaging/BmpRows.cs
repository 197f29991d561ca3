namespace Argus.Inference.Imaging;

/// <summary>RGB rows in the order in which a bitmap stores them: mostly from the bottom.</summary>
internal readonly unsafe struct BmpRows(byte* target, PixelSize size, bool topDown)
{
    public PixelSize Size => size;

    /// <summary>The first byte of the <paramref name="y"/>th stored row.</summary>
    public byte* this[int y] => target + 3L * size.Width * (topDown ? y : size.Height - 1 - y);
}
