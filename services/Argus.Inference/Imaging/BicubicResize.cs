using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Argus.Inference.Imaging;

/// <summary>
/// Separable bicubic resize with antialiasing, exact to Pillow's: kernel a = -0.5 stretched by the scale, coefficients of 22 bits,
/// first across, then down, rounded to 8 bits after each pass. Only the wanted part of the result is computed.
/// </summary>
internal static unsafe class BicubicResize
{
    // 3 bytes a pixel are read as 4: the last pixel of a row reads one byte of the next, or of the slack.
    private const int PixelBytes = 3;

    /// <summary>Resizes a picture to <paramref name="width"/> x <paramref name="height"/> and returns a part of that.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="width">Width of the whole result.</param>
    /// <param name="height">Height of the whole result.</param>
    /// <param name="crop">The part that is wanted, inside the result.</param>
    public static Picture Resize(Picture source, int width, int height, in CropBox crop)
    {
        var across = ResizeWeights.Compute(source.Width, width, crop.Left, crop.Width);
        var down = ResizeWeights.Compute(source.Height, height, crop.Top, crop.Height);
        // Only rows that the second pass looks at go through the first.
        int firstRow = down.Starts[0], rows = down.Starts[^1] + down.Counts[^1] - firstRow;
        int stride = PixelBytes * crop.Width;
        using var middle = ScratchBuffer.Rent((long)stride * rows + Picture.Slack);
        for (int y = 0; y < rows; y++)
            Across(source.Pixels + (long)source.Stride * (firstRow + y), across, middle.Pointer + (long)stride * y);

        var result = new Picture(crop.Width, crop.Height);
        for (int y = 0; y < crop.Height; y++)
            Down(middle.Pointer + (long)stride * (down.Starts[y] - firstRow), stride, down.Of(y), result.Pixels + (long)stride * y);
        return result;
    }

    private static void Across(byte* from, ResizeWeights weights, byte* to)
    {
        for (int x = 0; x < weights.Starts.Length; x++, to += PixelBytes)
        {
            byte* pixel = from + PixelBytes * weights.Starts[x];
            var sum = Vector128.Create(ResizeWeights.Half);
            foreach (int weight in weights.Of(x))
            {
                var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(pixel)).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * weight;
                pixel += PixelBytes;
            }

            var rounded = Clamp(sum);
            (to[0], to[1], to[2]) = ((byte)rounded[0], (byte)rounded[1], (byte)rounded[2]);
        }
    }

    private static void Down(byte* from, int stride, ReadOnlySpan<int> weights, byte* to)
    {
        int x = 0;
        for (; x <= stride - 8; x += 8)
        {
            var lower = Vector128.Create(ResizeWeights.Half);
            var upper = lower;
            byte* at = from + x;
            foreach (int weight in weights)
            {
                var pair = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(at)).AsByte());
                lower += Vector128.WidenLower(pair).AsInt32() * weight;
                upper += Vector128.WidenUpper(pair).AsInt32() * weight;
                at += stride;
            }

            var words = Vector128.Narrow(Clamp(lower), Clamp(upper)).AsUInt16();
            Unsafe.WriteUnaligned(to + x, Vector128.Narrow(words, words).AsUInt64().ToScalar());
        }

        for (; x < stride; x++)
        {
            int sum = ResizeWeights.Half;
            for (int i = 0; i < weights.Length; i++)
                sum += from[x + (long)i * stride] * weights[i];
            to[x] = (byte)Math.Clamp(sum >> ResizeWeights.Bits, 0, 255);
        }
    }

    private static Vector128<int> Clamp(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> ResizeWeights.Bits, Vector128<int>.Zero), Vector128.Create(255));
}

/// <summary>A part of a picture, in pixels.</summary>
internal readonly record struct CropBox(int Left, int Top, int Width, int Height);
