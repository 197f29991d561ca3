using System.Text;
using Argus.Inference.Imaging;
using Argus.Testing;

namespace Argus.Inference.Tests.Imaging;

public class HostileInputTests
{
    private const string Words = "Invalid image format. Supported: JPEG, PNG, WebP, BMP, TIFF";

    [DataTheory]
    [InlineData("malformed/corrupted.png", ImageFaultKind.Undecodable)]
    [InlineData("malformed/empty.png", ImageFaultKind.UnsupportedFormat)]
    [InlineData("malformed/truncated.jpg", ImageFaultKind.Undecodable)]
    [InlineData("malformed/corrupt-header.jpg", ImageFaultKind.Undecodable)]
    [InlineData("malformed/65536x65536.png", ImageFaultKind.TooManyPixels)]
    [InlineData("malformed/20000x14000_gray.jpg", ImageFaultKind.TooManyPixels)]
    public void Decode_MalformedPhoto_IsItsFault(string file, ImageFaultKind expected)
    {
        Assert.Equal(expected, Decoding.Fault(File.ReadAllBytes(TestData.At("photos", file))).Kind);
    }

    [Fact]
    public void Decode_NoBytes_IsEmpty()
    {
        Assert.Equal(ImageFaultKind.Empty, Decoding.Fault([]).Kind);
    }

    [Theory]
    [InlineData("x", null)]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "SVG")]
    [InlineData("\n <?xml version='1.0'?>", "SVG, XML")]
    [InlineData("\0\0\0\x18" + "ftypheic\0\0\0\0", "HEIC")]
    [InlineData("\0\0\0\x18" + "ftypavif\0\0\0\0", "AVIF")]
    [InlineData("PK\x03\x04", "ZIP")]
    [InlineData("data:image/png;base64,AAAA", "data URL")]
    [InlineData("BMW is a car, not a bitmap", null)]
    [InlineData("RIFF\0\0\0\0WAVE", null)]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", null)]
    public void Decode_OtherType_IsUnsupportedAndNamed(string content, string? name)
    {
        var fault = Decoding.Fault(Encoding.Latin1.GetBytes(content));

        Assert.Equal(ImageFaultKind.UnsupportedFormat, fault.Kind);
        Assert.StartsWith(Words, fault.Detail, StringComparison.Ordinal);
        Assert.Contains(name ?? Words, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u, 100u)]
    [InlineData(100u, 0u)]
    [InlineData(0u, 0u)]
    public void Decode_SideOfZero_IsUndecodable(uint width, uint height)
    {
        Assert.Equal(ImageFaultKind.Undecodable, Decoding.Fault(TestPng.Claiming(width, height, 2, 300)).Kind);
        Assert.Equal(ImageFaultKind.Undecodable, Decoding.Fault(TestBmp.File((int)width, (int)height, 24, 0, [], new byte[300])).Kind);
    }

    [Theory]
    [InlineData(65536u, 1u)]
    [InlineData(1u, 65536u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0x80000000u, 2u)]
    [InlineData(40_001u, 1000u)]
    public void Decode_HugeHeader_IsTooManyPixels(uint width, uint height)
    {
        Assert.Equal(ImageFaultKind.TooManyPixels, Decoding.Fault(TestPng.Claiming(width, height, 2, 300)).Kind);
    }

    [Fact]
    public void Decode_SmallestHeightOfBmp_IsTooManyPixels()
    {
        Assert.Equal(ImageFaultKind.TooManyPixels, Decoding.Fault(TestBmp.File(1, int.MinValue, 24, 0, [], new byte[300])).Kind);
    }

    [Fact]
    public void Decode_HugeTilesInASmallTiff_IsTooManyPixels()
    {
        byte[] tiff = TestVips.Encode("tiffsave_buffer", TestPixels.Noise(20, 20), 20, 20, ("tile", true), ("tile_width", 16), ("tile_height", 16));
        // TileWidth and TileLength, SHORT and of one value, by their tags.
        int at = tiff.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 1, 3, 0, 1, 0, 0, 0, 16, 0]);
        int below = tiff.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x43, 1, 3, 0, 1, 0, 0, 0, 16, 0]);
        Assert.True(at > 0 && below > 0);
        (tiff[at + 8], tiff[at + 9], tiff[below + 8], tiff[below + 9]) = (0xF0, 0xFF, 0xF0, 0xFF);

        Assert.Equal(ImageFaultKind.TooManyPixels, Decoding.Fault(tiff).Kind);
    }

    [Fact]
    public void Decode_OneMoreByteThanTheLimit_IsTooManyBytes()
    {
        byte[] png = PngWriter.Encode(TestPixels.Noise(8, 8), 8, 8);

        Assert.Equal(ImageFaultKind.TooManyBytes, Decoding.Fault(png, new ImageLimits { MaxBytes = png.Length - 1 }).Kind);
        Assert.Null(new ImageDecoder(new ImageLimits { MaxBytes = png.Length }).Probe(png, out _));
    }

    [Fact]
    public void Decode_OnePixel_IsAPicture()
    {
        Assert.Equal([1, 2, 3], Decoding.Pixels(PngWriter.Encode([1, 2, 3], 1, 1)));
        Assert.Equal(3, Decoding.Pixels(TestJpeg.Encode([10, 20, 30], 1, 1), minLongSide: 0).Length);
    }

    [Fact]
    public void Decode_ZeroesOf40Megapixels_AreAPictureAndOneRowMoreIsNot()
    {
        const int Width = 8000, Height = 5000, Row = 1 + 3 * Width;
        byte[] bomb = TestPng.Claiming(Width, Height, 2, Row * Height);

        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(bomb, int.MaxValue, out var picture));
        using (picture)
            Assert.False(picture!.Bytes.ContainsAnyExcept((byte)0));
        Assert.Equal(ImageFaultKind.TooManyPixels, Decoding.Fault(TestPng.Claiming(Width, Height + 1, 2, Row)).Kind);
    }

    [Fact]
    public void Decode_PngWithFewerRowsThanItSays_IsUndecodable()
    {
        Assert.Equal(ImageFaultKind.Undecodable, Decoding.Fault(TestPng.Claiming(100, 100, 2, 301 * 99)).Kind);
    }

    [Fact]
    public void Decode_JpegWithoutTablesAfterAnother_DoesNotUseItsTables()
    {
        byte[] optimal = TestJpeg.Encode(TestPixels.Slope(64, 64), 64, 64, progressive: true);
        byte[] without = TestJpeg.WithoutHuffmanTables(TestJpeg.Encode(TestPixels.Slope(32, 32), 32, 32));
        byte[] alone = Decoding.Pixels(without);

        Decoding.Pixels(optimal);

        Assert.Equal(alone, Decoding.Pixels(without));
        Assert.Equal(Decoding.Pixels(TestJpeg.Encode(TestPixels.Slope(32, 32), 32, 32)), alone);
    }

    [Fact]
    public void Decode_JpegWithStrayBytesBetweenSegments_IsThePicture()
    {
        byte[] jpeg = TestJpeg.Encode(TestPixels.Slope(32, 32), 32, 32);

        Assert.Equal(Decoding.Pixels(jpeg), Decoding.Pixels([.. jpeg[..^2], 0, 0, 0, 0xFF, 0xD9, 1, 2, 3]));
    }

    [Fact]
    public void Decode_JpegOfManyScans_IsUndecodable()
    {
        byte[] jpeg = TestJpeg.Encode(TestPixels.Slope(64, 64), 64, 64, progressive: true);
        int last = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] scan = jpeg[last..^2];
        byte[] many = [.. jpeg[..^2], .. Enumerable.Repeat(scan, 100).SelectMany(s => s), 0xFF, 0xD9];

        Assert.Contains("scans", Decoding.Fault(many).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_EveryTruncation_IsAFault()
    {
        byte[] slope = TestPixels.Slope(24, 24);
        byte[][] files =
        [
            TestJpeg.Encode(slope, 24, 24), TestJpeg.Encode(slope, 24, 24, progressive: true), PngWriter.Encode(slope, 24, 24),
            TestVips.Encode("webpsave_buffer", slope, 24, 24), TestBmp.Direct(slope, 24, 24, 24),
        ];
        foreach (byte[] file in files)
        {
            // The last 12 bytes of a PNG are an empty chunk.
            for (int length = file.Length - 13; length > 0; length -= 1 + length / 50)
                Assert.NotEqual(ImageFaultKind.Empty, Decoding.Fault(file.AsSpan(0, length)).Kind);
        }
    }

    [Fact]
    public void Require_LibraryIsMissing_NamesTheRemedy()
    {
        var e = Assert.Throws<InvalidOperationException>(() => NativeDecoders.Require(() => throw new DllNotFoundException("libx.so"), "install x"));

        Assert.Equal("install x", e.Message);
        Assert.IsType<DllNotFoundException>(e.InnerException);
    }
}
