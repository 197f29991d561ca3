using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class BmpDecoderTests
{
    private static readonly byte[] Palette = [.. Colors(0, 0, 0), .. Colors(255, 0, 0), .. Colors(0, 255, 0), .. Colors(0, 0, 255)];

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000, 0, 0, 0 }, new[] { 0, 1, 0 })]
    [InlineData(4, new byte[] { 0x12, 0x30, 0, 0 }, new[] { 1, 2, 3 })]
    [InlineData(8, new byte[] { 3, 0, 2, 0 }, new[] { 3, 0, 2 })]
    public void Decode_Indexed_LooksUpThePalette(int bits, byte[] row, int[] colors)
    {
        Assert.Equal(Expand(colors), Decoding.Pixels(TestBmp.File(3, 1, bits, 0, Palette, row)));
    }

    [Fact]
    public void Decode_Rle8_FollowsRunsLiteralsAndJumps()
    {
        // Bottom row: two of 1, end of row. Top row: jump one right, literal 2 3 1 (filled up), end of picture.
        byte[] data = [2, 1, 0, 0, 0, 2, 1, 0, 0, 3, 2, 3, 1, 0, 0, 1];

        Assert.Equal(Expand([0, 2, 3, 1, 1, 1, 0, 0]), Decoding.Pixels(TestBmp.File(4, 2, 8, 1, Palette, data)));
    }

    [Fact]
    public void Decode_Rle4_AlternatesTheTwoNibbles()
    {
        byte[] data = [5, 0x12, 0, 0, 0, 4, 0x31, 0x20, 0, 1];

        Assert.Equal(Expand([3, 1, 2, 0, 0, 1, 2, 1, 2, 1]), Decoding.Pixels(TestBmp.File(5, 2, 4, 2, Palette, data)));
    }

    [Fact]
    public void Decode_16Bits_ScalesEachChannelTo8()
    {
        Assert.Equal([255, 132, 8], Decoding.Pixels(TestBmp.File(1, 1, 16, 0, [], [0x01, 0x7E, 0, 0])));
    }

    [Fact]
    public void Decode_BitFields_UsesTheMasks()
    {
        byte[] masks = [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0];

        Assert.Equal([255, 130, 8], Decoding.Pixels(TestBmp.File(1, 1, 16, 3, masks, [0x01, 0xFC, 0, 0])));
    }

    [Fact]
    public void Decode_RunBeyondTheRow_StaysInside()
    {
        byte[] data = [255, 1, 255, 2, 0, 0, 255, 3, 0, 2, 255, 255];

        Assert.Equal(ImageFaultKind.Undecodable, Decoding.Fault(TestBmp.File(2, 3000, 8, 1, Palette, data)).Kind);
        Assert.Equal(Expand([3, 3, 1, 1]), Decoding.Pixels(TestBmp.File(2, 2, 8, 1, Palette, data)));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(8, 2)]
    [InlineData(24, 4)]
    public void Decode_UnknownKind_IsRefused(int bits, int compression)
    {
        Assert.Equal(ImageFaultKind.Undecodable, Decoding.Fault(TestBmp.File(2, 2, bits, compression, Palette, new byte[64])).Kind);
    }

    [Fact]
    public void Decode_RowsMissing_IsRefused()
    {
        byte[] file = TestBmp.Direct(TestPixels.Noise(6, 6), 6, 6, 24);

        Assert.Contains("cut off", Decoding.Fault(file.AsSpan(0, file.Length - 4)).Detail, StringComparison.Ordinal);
    }

    private static byte[] Colors(byte red, byte green, byte blue) => [blue, green, red, 0];

    private static byte[] Expand(int[] colors) =>
        [.. colors.SelectMany(c => new[] { Palette[4 * c + 2], Palette[4 * c + 1], Palette[4 * c] })];
}
