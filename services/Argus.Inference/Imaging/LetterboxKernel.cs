using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Argus.Inference.Imaging;

/// <summary>
/// One pass from 8-bit RGB to the planes of a tensor: bilinear resize with OpenCV's 8-bit arithmetic (INTER_LINEAR, resize.cpp: 11-bit weights,
/// rows kept at 1/128 of a grey level, rounded once), normalised, black outside the picture. Equal to OpenCV byte for byte.
/// </summary>
internal static unsafe class LetterboxKernel
{
    /// <summary>Fills <paramref name="tensor"/> (3 x CanvasHeight x CanvasWidth).</summary>
    public static void Run(Picture picture, in Letterbox box, in Normalization normalization, Span<float> tensor)
    {
        fixed (float* planes = tensor)
        {
            if (box.Width == picture.Width && box.Height == picture.Height)
                Copy(picture, box, normalization, planes);
            else
                Resize(picture, box, normalization, planes);
            FillRest(box, normalization, planes);
        }
    }

    private static void Resize(Picture picture, in Letterbox box, in Normalization normalization, float* planes)
    {
        var across = new BilinearAxis(picture.Width, box.Width, EdgeWeights.OnePixel);
        var down = new BilinearAxis(picture.Height, box.Height, EdgeWeights.Both);
        int stride = RowLength(box.Width);
        short* rows = (short*)NativeMemory.AlignedAlloc((nuint)(stride * 3 * 2 * sizeof(short)), 64);
        try
        {
            short* upper = rows;
            short* lower = rows + stride * 3;
            int upperRow = -1, lowerRow = -1;
            for (int y = 0; y < box.Height; y++)
            {
                int first = Math.Clamp(down.First[y], 0, picture.Height - 1);
                int second = Math.Clamp(down.First[y] + 1, 0, picture.Height - 1);
                if (upperRow != first && lowerRow == first)
                {
                    short* row = upper;
                    upper = lower;
                    lower = row;
                    (upperRow, lowerRow) = (lowerRow, upperRow);
                }

                if (upperRow != first)
                    Horizontal(picture.Pixels + (long)first * picture.Stride, across, upper, stride);
                upperRow = first;
                bool one = second == first || down.Far(y) == 0;
                if (!one && lowerRow != second)
                {
                    Horizontal(picture.Pixels + (long)second * picture.Stride, across, lower, stride);
                    lowerRow = second;
                }

                Vertical(upper, one ? upper : lower, stride, down.Near(y), down.Far(y), box, normalization, planes, y);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(rows);
        }
    }

    private static int RowLength(int width) => (width + 31) & ~31;

    // A row at 1/128 grey levels (OpenCV's 22-bit sum, shifted right by 4), as three planes.
    private static void Horizontal(byte* source, BilinearAxis axis, short* target, int stride)
    {
        int x = 0;
        fixed (int* first = axis.First)
        fixed (int* weights = axis.Weights)
        {
            if (Sse41.IsSupported)
            {
                var pairs = Vector128.Create((sbyte)0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1).AsByte();
                for (; x + 4 <= axis.Target; x += 4)
                {
                    var a = Tap(source, first[x], weights[x], pairs);
                    var b = Tap(source, first[x + 1], weights[x + 1], pairs);
                    var c = Tap(source, first[x + 2], weights[x + 2], pairs);
                    var d = Tap(source, first[x + 3], weights[x + 3], pairs);
                    var rg01 = Sse2.UnpackLow(a, b);
                    var rg23 = Sse2.UnpackLow(c, d);
                    var b01 = Sse2.UnpackHigh(a, b);
                    var b23 = Sse2.UnpackHigh(c, d);
                    var red = Sse2.UnpackLow(rg01.AsInt64(), rg23.AsInt64()).AsInt32();
                    var green = Sse2.UnpackHigh(rg01.AsInt64(), rg23.AsInt64()).AsInt32();
                    var blue = Sse2.UnpackLow(b01.AsInt64(), b23.AsInt64()).AsInt32();
                    Sse2.StoreScalar((long*)(target + x), Sse2.PackSignedSaturate(red, red).AsInt64());
                    Sse2.StoreScalar((long*)(target + stride + x), Sse2.PackSignedSaturate(green, green).AsInt64());
                    Sse2.StoreScalar((long*)(target + 2 * stride + x), Sse2.PackSignedSaturate(blue, blue).AsInt64());
                }
            }

            for (; x < axis.Target; x++)
            {
                byte* p = source + first[x] * 3;
                int near = (short)weights[x], far = weights[x] >> 16;
                for (int c = 0; c < 3; c++)
                    target[c * stride + x] = (short)((p[c] * near + (far == 0 ? 0 : p[c + 3] * far)) >> 4);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Tap(byte* source, int first, int weights, Vector128<byte> pairs)
    {
        var bytes = Sse2.LoadScalarVector128((long*)(source + first * 3)).AsByte();
        var sums = Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(bytes, pairs).AsInt16(), Vector128.Create(weights).AsInt16());
        return Sse2.ShiftRightArithmetic(sums, 4);
    }

    private static void Vertical(short* upper, short* lower, int stride, int near, int far, in Letterbox box, in Normalization normalization, float* planes, int y)
    {
        long plane = (long)box.CanvasWidth * box.CanvasHeight;
        for (int p = 0; p < 3; p++)
        {
            int channel = normalization.Channel(p) * stride;
            short* a = upper + channel;
            short* b = lower + channel;
            float* target = planes + p * plane + (long)y * box.CanvasWidth;
            float scale = normalization.Scale(p), offset = normalization.Offset(p);
            int x = 0;
            if (Avx2.IsSupported)
            {
                var nears = Vector256.Create((short)near);
                var fars = Vector256.Create((short)far);
                var two = Vector256.Create((short)2);
                var scales = Vector256.Create(scale);
                var offsets = Vector256.Create(offset);
                for (; x + 16 <= box.Width; x += 16)
                {
                    var sum = Avx2.MultiplyHigh(Avx.LoadVector256(a + x), nears) + Avx2.MultiplyHigh(Avx.LoadVector256(b + x), fars) + two;
                    var grey = Avx2.ShiftRightArithmetic(sum, 2);
                    var (low, high) = Vector256.Widen(grey);
                    Avx.Store(target + x, Vector256.ConvertToSingle(low) * scales + offsets);
                    Avx.Store(target + x + 8, Vector256.ConvertToSingle(high) * scales + offsets);
                }
            }

            for (; x < box.Width; x++)
                target[x] = (((a[x] * near) >> 16) + ((b[x] * far) >> 16) + 2 >> 2) * scale + offset;
        }
    }

    private static void Copy(Picture picture, in Letterbox box, in Normalization normalization, float* planes)
    {
        long plane = (long)box.CanvasWidth * box.CanvasHeight;
        for (int y = 0; y < box.Height; y++)
        {
            byte* row = picture.Pixels + (long)y * picture.Stride;
            for (int p = 0; p < 3; p++)
                PlanarRow.Convert(row + normalization.Channel(p), 3, box.Width, normalization.Scale(p), normalization.Offset(p), planes + p * plane + (long)y * box.CanvasWidth);
        }
    }

    private static void FillRest(in Letterbox box, in Normalization normalization, float* planes)
    {
        long plane = (long)box.CanvasWidth * box.CanvasHeight;
        for (int p = 0; p < 3; p++)
        {
            float black = normalization.Offset(p);
            float* target = planes + p * plane;
            if (box.Width < box.CanvasWidth)
            {
                for (int y = 0; y < box.Height; y++)
                    new Span<float>(target + (long)y * box.CanvasWidth + box.Width, box.CanvasWidth - box.Width).Fill(black);
            }

            new Span<float>(target + (long)box.Height * box.CanvasWidth, (box.CanvasHeight - box.Height) * box.CanvasWidth).Fill(black);
        }
    }
}
