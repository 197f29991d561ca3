using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class ConcurrencyTests
{
    [Fact]
    public async Task Decode_EightThreadsMixedPictures_GiveWhatOneThreadGives()
    {
        byte[] slope = TestPixels.Slope(300, 200);
        byte[] jpeg = TestJpeg.Encode(slope, 300, 200);
        byte[][] files =
        [
            jpeg, TestJpeg.WithOrientation(jpeg, 6), TestJpeg.Encode(slope, 300, 200, progressive: true), PngWriter.Encode(slope, 300, 200),
            TestVips.Encode("webpsave_buffer", slope, 300, 200), TestVips.Encode("gifsave_buffer", slope, 300, 200),
            TestVips.Encode("tiffsave_buffer", slope, 300, 200), TestBmp.Direct(slope, 300, 200, 24), jpeg[..500],
        ];
        var decoder = new ImageDecoder(new ImageLimits());
        byte[][] expected = [.. files.Select(f => PixelsOrNone(decoder, f))];
        using var start = new Barrier(8);

        var threads = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (int i = 0; i < 8 * files.Length; i++)
                {
                    int file = (i + thread) % files.Length;
                    Assert.True(expected[file].AsSpan().SequenceEqual(PixelsOrNone(decoder, files[file])), $"file {file}");
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        await Task.WhenAll(threads);
        Assert.Empty(expected[^1]);
        Assert.All(expected[..^1], pixels => Assert.Equal(300 * 200 * 3, pixels.Length));
    }

    private static byte[] PixelsOrNone(ImageDecoder decoder, byte[] file)
    {
        decoder.Decode(file, int.MaxValue, out var picture);
        using (picture)
            return picture?.Bytes.ToArray() ?? [];
    }
}
