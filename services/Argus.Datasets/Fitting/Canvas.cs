namespace Argus.Datasets.Fitting;

/// <summary>Grey shapes and small letters on white.</summary>
internal sealed class Canvas
{
    private readonly byte[] _rgb;
    private readonly int _width;
    private readonly int _height;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public Canvas(int width, int height)
    {
        (_width, _height, _rgb) = (width, height, new byte[width * height * 3]);
        Array.Fill(_rgb, (byte)255);
    }

    /// <summary>Rows from the top, three bytes a pixel.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int left, int top, int width, int height, byte grey)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
                Set(x, y, grey);
        }
    }

    /// <summary>Writes from the left; what lies outside is left out.</summary>
    public void Write(string text, int left, int top, byte grey) => Each(text, (x, y) => Set(left + x, top + y, grey));

    /// <summary>Writes from below upwards.</summary>
    public void WriteUpwards(string text, int left, int bottom, byte grey) => Each(text, (x, y) => Set(left + y, bottom - x, grey));

    private static void Each(string text, Action<int, int> set)
    {
        for (int i = 0; i < text.Length; i++)
        {
            for (int y = 0; y < Glyphs.Height; y++)
            {
                for (int x = 0; x < Glyphs.Width; x++)
                {
                    if (Glyphs.IsSet(text[i], x, y))
                        set((i * Glyphs.Advance) + x, y);
                }
            }
        }
    }

    private void Set(int x, int y, byte grey)
    {
        if (x < 0 || y < 0 || x >= _width || y >= _height)
            return;
        _rgb.AsSpan(((y * _width) + x) * 3, 3).Fill(grey);
    }
}
