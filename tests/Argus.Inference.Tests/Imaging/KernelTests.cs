using Argus.Inference.Imaging;
using Argus.Inference.Models;

namespace Argus.Inference.Tests.Imaging;

/// <summary>The vectorised kernels against the same arithmetic written out plainly.</summary>
public unsafe class KernelTests
{
    private static readonly InputContract Bgr = new() { Color = ColorOrder.Bgr, Mean = [1, 2, 3], Std = [2, 4, 8] };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(17, 31)]
    [InlineData(100, 37)]
    [InlineData(641, 479)]
    [InlineData(640, 640)]
    [InlineData(200, 64)]
    public void Letterbox_AnySize_EqualsPlainArithmetic(int width, int height)
    {
        using var picture = Noise(width, height, seed: width * 1000 + height);
        var box = Letterbox.Fit(width, height, 200, 200).Cut(32);
        float[] tensor = new float[3 * box.CanvasWidth * box.CanvasHeight];
        LetterboxKernel.Run(picture, box, new Normalization(Bgr), tensor);
        for (int p = 0; p < 3; p++)
        {
            for (int y = 0; y < box.CanvasHeight; y++)
            {
                for (int x = 0; x < box.CanvasWidth; x++)
                {
                    int grey = x < box.Width && y < box.Height ? Bilinear(picture, box, x, y, 2 - p) : 0;
                    float expected = (grey - Bgr.Mean[p]) / Bgr.Std[p];
                    Assert.Equal(expected, tensor[(p * box.CanvasHeight + y) * box.CanvasWidth + x], 1e-4f);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.5, 0.1, 20, -5)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(3, -1, -300, 10)]
    [InlineData(0.05, 0.02, 0, 0)]
    public void Warp_AnyMatrix_EqualsPlainArithmetic(double a, double b, double tx, double ty)
    {
        using var picture = Noise(301, 233, seed: 5);
        var toCrop = new Affine(a, -b, tx, b, a, ty);
        float[] tensor = new float[3 * 112 * 112];
        WarpKernel.Run(picture, toCrop, 112, new Normalization(new InputContract()), tensor);
        var m = toCrop.Inverse();
        for (int y = 0; y < 112; y++)
        {
            for (int x = 0; x < 112; x++)
            {
                int px = (int)Math.Round((m.B * y + m.C) * 1024) + 16 + (int)Math.Round(m.A * x * 1024) >> 5;
                int py = (int)Math.Round((m.E * y + m.F) * 1024) + 16 + (int)Math.Round(m.D * x * 1024) >> 5;
                for (int c = 0; c < 3; c++)
                    Assert.Equal(Mix(picture, px, py, c), tensor[(c * 112 + y) * 112 + x]);
            }
        }
    }

    [Fact]
    public void Warp_DegenerateMatrix_IsOneColour()
    {
        using var picture = Noise(10, 10, seed: 1);
        float[] tensor = new float[3 * 112 * 112];
        WarpKernel.Run(picture, new Affine(0, 0, 0, 0, 0, 0), 112, new Normalization(new InputContract()), tensor);
        Assert.Equal(3, tensor.Chunk(112 * 112).Sum(plane => plane.Distinct().Count()));
    }

    private static int Mix(Picture p, int px, int py, int c)
    {
        int At(int x, int y) => x >= 0 && y >= 0 && x < p.Width && y < p.Height ? p.Pixels[y * p.Stride + x * 3 + c] : 0;
        int sx = px >> 5, sy = py >> 5, fx = px & 31, fy = py & 31;
        return (At(sx, sy) * (32 - fx) + At(sx + 1, sy) * fx) * (32 - fy) + (At(sx, sy + 1) * (32 - fx) + At(sx + 1, sy + 1) * fx) * fy + 512 >> 10;
    }

    private static int Bilinear(Picture p, Letterbox box, int x, int y, int c)
    {
        var (x0, fx) = Tap(x, p.Width, box.Width);
        var (y0, fy) = Tap(y, p.Height, box.Height);
        if (x0 < 0)
            (x0, fx) = (0, 0);
        if (x0 >= p.Width - 1)
            (x0, fx) = (p.Width - 1, 0);
        int Row(int row)
        {
            byte* line = p.Pixels + Math.Clamp(row, 0, p.Height - 1) * p.Stride;
            return line[x0 * 3 + c] * Weight(1 - fx) + line[Math.Min(x0 + 1, p.Width - 1) * 3 + c] * Weight(fx);
        }

        return ((Weight(1 - fy) * (Row(y0) >> 4)) >> 16) + ((Weight(fy) * (Row(y0 + 1) >> 4)) >> 16) + 2 >> 2;
    }

    private static (int At, float Part) Tap(int i, int source, int target)
    {
        float f = (float)((i + 0.5) * (1.0 / ((double)target / source)) - 0.5);
        int at = (int)Math.Floor(f);
        return (at, f - at);
    }

    private static int Weight(float part) => (int)MathF.Round(part * 2048);

    private static Picture Noise(int width, int height, int seed)
    {
        var picture = new Picture(width, height);
        new Random(seed).NextBytes(picture.Bytes);
        return picture;
    }
}
