using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class FormatTests
{
    private const int Width = 37, Height = 23;
    private static readonly byte[] Pixels = TestPixels.Noise(Width, Height);

    public static TheoryData<string, byte[]> Lossless => new()
    {
        { "png", PngWriter.Encode(Pixels, Width, Height) },
        { "interlaced png", TestVips.Encode("pngsave_buffer", Pixels, Width, Height, ("interlace", true)) },
        { "lossless webp", TestVips.Encode("webpsave_buffer", Pixels, Width, Height, ("lossless", true), ("exact", true)) },
        { "tiff", TestVips.Encode("tiffsave_buffer", Pixels, Width, Height) },
        { "tiled deflated tiff", TestVips.Encode("tiffsave_buffer", Pixels, Width, Height, ("tile", true), ("tile_width", 16), ("tile_height", 16), ("compression", TestVips.TiffDeflate)) },
        { "png with alpha", TestVips.Encode("pngsave_buffer", WithAlpha(Pixels), Width, Height, 4, TestVips.UChar, TestVips.Srgb) },
        { "webp with alpha", TestVips.Encode("webpsave_buffer", WithAlpha(Pixels), Width, Height, 4, TestVips.UChar, TestVips.Srgb, ("lossless", true), ("exact", true)) },
        { "16 bit png", TestVips.Encode("pngsave_buffer", To16Bits(Pixels), Width, Height, 3, TestVips.UShort, TestVips.Rgb16) },
        { "16 bit tiff", TestVips.Encode("tiffsave_buffer", To16Bits(Pixels), Width, Height, 3, TestVips.UShort, TestVips.Rgb16) },
        { "24 bit bmp", TestBmp.Direct(Pixels, Width, Height, 24) },
        { "32 bit bmp", TestBmp.Direct(Pixels, Width, Height, 32) },
        { "top-down bmp", TestBmp.Direct(Pixels, Width, Height, 24, topDown: true) },
        { "os/2 bmp", TestBmp.Core24(Pixels, Width, Height) },
    };

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Decode_LosslessKind_GivesThePixelsBack(string kind, byte[] file)
    {
        Assert.True(Pixels.AsSpan().SequenceEqual(Decoding.Pixels(file)), kind);
    }

    [Theory]
    [InlineData("pngsave_buffer", TestVips.UChar, TestVips.BlackWhite)]
    [InlineData("pngsave_buffer", TestVips.UShort, TestVips.Grey16)]
    [InlineData("tiffsave_buffer", TestVips.UChar, TestVips.BlackWhite)]
    public void Decode_Grey_GivesThreeEqualChannels(string saver, int format, int interpretation)
    {
        byte[] grey = [.. Enumerable.Range(0, 12 * 7).Select(i => (byte)(3 * i))];
        byte[] file = TestVips.Encode(saver, format == TestVips.UShort ? To16Bits(grey) : grey, 12, 7, 1, format, interpretation);

        Assert.Equal(grey.SelectMany(v => new[] { v, v, v }), Decoding.Pixels(file));
    }

    [Fact]
    public void Decode_PalettePngAndGif_GiveThePaletteColours()
    {
        // Four flat colours survive any palette.
        byte[] flat = [.. Enumerable.Range(0, 16 * 8).SelectMany(i => i % 16 < 8 ? new byte[] { 255, 0, 0 } : [0, 0, 255])];

        Assert.Equal(flat, Decoding.Pixels(TestVips.Encode("gifsave_buffer", flat, 16, 8)));
        byte[] png = TestVips.Encode("pngsave_buffer", flat, 16, 8, ("palette", true));
        Assert.Equal(3, png[25]);
        Assert.Equal(flat, Decoding.Pixels(png));
    }

    [Fact]
    public void Decode_CmykTiff_MultipliesWhatTheInksLeave()
    {
        byte[] inks = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 100, 50, 25, 128];

        byte[] rgb = Decoding.Pixels(TestVips.Encode("tiffsave_buffer", inks, 4, 1, 4, TestVips.UChar, TestVips.CmykColor));

        Assert.Equal([255, 255, 255, 0, 255, 255, 0, 0, 0, 77, 102, 115], rgb);
    }

    [Fact]
    public void Decode_FloatTiff_IsRefusedInWords()
    {
        byte[] file = TestVips.Encode("tiffsave_buffer", new byte[4 * 4 * 4], 4, 4, 1, format: 6, TestVips.BlackWhite);

        var fault = Decoding.Fault(file);

        Assert.Equal(ImageFaultKind.Undecodable, fault.Kind);
        Assert.Contains("8 or 16 bits", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_ProgressiveJpeg_EqualsBaseline()
    {
        byte[] slope = TestPixels.Slope(100, 70);

        Assert.Equal(Decoding.Pixels(TestJpeg.Encode(slope, 100, 70)), Decoding.Pixels(TestJpeg.Encode(slope, 100, 70, progressive: true)));
    }

    [Theory]
    [InlineData(int.MaxValue, 203, 101)]
    [InlineData(203, 203, 101)]
    [InlineData(103, 203, 101)]
    [InlineData(102, 102, 51)]
    [InlineData(60, 102, 51)]
    [InlineData(51, 51, 26)]
    [InlineData(26, 26, 13)]
    [InlineData(0, 26, 13)]
    public void Decode_JpegScaled_IsTheSmallestThatIsLargeEnough(int minLongSide, int width, int height)
    {
        byte[] jpeg = TestJpeg.WithOrientation(TestJpeg.Encode(TestPixels.Slope(203, 101), 203, 101), 6);

        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(jpeg, minLongSide, out var picture));

        using (picture)
            Assert.Equal((height, width, 101, 203, 6), (picture!.Width, picture.Height, picture.FullWidth, picture.FullHeight, picture.Orientation));
    }

    private static byte[] WithAlpha(byte[] rgb) => [.. rgb.Chunk(3).SelectMany((p, i) => new[] { p[0], p[1], p[2], (byte)i })];

    // The lower byte is noise that must not show.
    private static byte[] To16Bits(byte[] samples) => [.. samples.SelectMany((v, i) => new[] { (byte)(7 * i), v })];
}
