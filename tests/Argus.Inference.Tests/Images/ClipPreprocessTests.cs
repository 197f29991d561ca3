using System.Runtime.InteropServices;
using Argus.Inference.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Testing;

namespace Argus.Inference.Tests.Images;

public class ClipPreprocessTests
{
    private static readonly InputContract Clip = new()
    {
        Mean = [.. new[] { 0.48145466, 0.4578275, 0.40821073 }.Select(v => (float)(255 * v))],
        Std = [.. new[] { 0.26862954, 0.26130258, 0.27577711 }.Select(v => (float)(255 * v))],
        Width = 224,
        Height = 224,
        Fit = FitMode.ShortSideCenterCrop,
    };

    [DataTheory]
    [InlineData("t1.jpg")]
    [InlineData("astronaut.png")]
    [InlineData("hopper_exif6.jpg")]
    public void CropAndNormalize_Photo_EqualsReference(string photo)
    {
        var decoder = new ImageDecoder(new ImageLimits());
        Assert.Null(decoder.Decode(File.ReadAllBytes(TestData.At("photos", photo)), int.MaxValue, out var picture));
        Assert.Null(decoder.Decode(File.ReadAllBytes(TestData.At("golden", "clip", photo + ".crop224.png")), int.MaxValue, out var reference));
        using (picture)
        using (reference)
        {
            using var crop = ClipPreprocess.Crop(picture!, 224);
            Assert.True(reference!.Bytes.SequenceEqual(crop.Bytes));

            float[] tensor = new float[3 * 224 * 224];
            ClipPreprocess.Normalize(crop, Clip, tensor);
            float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(TestData.At("golden", "clip", photo + ".f32"))).ToArray();
            Assert.InRange(tensor.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(8, 9)]
    public void Crop_AnyShape_IsASquareOfTheInput(int width, int height)
    {
        using var picture = new Picture(width, height);
        picture.Bytes.Fill(9);

        using var crop = ClipPreprocess.Crop(picture, 8);

        Assert.Equal((8, 8), (crop.Width, crop.Height));
        Assert.False(crop.Bytes.ContainsAnyExcept((byte)9));
    }

    [Fact]
    public void Normalize_BgrContract_PutsBlueFirst()
    {
        using var picture = new Picture(1, 1);
        ((ReadOnlySpan<byte>)[10, 20, 30]).CopyTo(picture.Bytes);
        var tensor = new float[3];

        ClipPreprocess.Normalize(picture, new InputContract { Color = ColorOrder.Bgr, Mean = [1, 2, 3], Std = [2, 2, 2] }, tensor);

        Assert.Equal([14.5f, 9f, 3.5f], tensor);
    }
}
