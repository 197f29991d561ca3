using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Argus.Inference.Imaging;

/// <summary>
/// Affine warp of a square crop straight into the planes of a tensor, with the arithmetic of OpenCV's 8-bit warpAffine (INTER_LINEAR,
/// BORDER_CONSTANT 0, imgwarp.cpp: coordinates rounded to 1/32 pixel, products of 1/32 weights, rounded once).
/// </summary>
internal static unsafe class WarpKernel
{
    private const int MaxSize = 256;

    /// <summary>Fills <paramref name="tensor"/> (3 x size x size) with the crop that <paramref name="toCrop"/> maps to; size at most 256.</summary>
    public static void Run(Picture picture, in Affine toCrop, int size, in Normalization normalization, Span<float> tensor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        Affine m = toCrop.Inverse();
        int* dx = stackalloc int[size];
        int* dy = stackalloc int[size];
        for (int x = 0; x < size; x++)
        {
            dx[x] = Round(m.A * x * 1024);
            dy[x] = Round(m.D * x * 1024);
        }

        uint* row = stackalloc uint[MaxSize + 8];
        fixed (float* planes = tensor)
        {
            for (int y = 0; y < size; y++)
            {
                int x0 = Round((m.B * y + m.C) * 1024) + 16;
                int y0 = Round((m.E * y + m.F) * 1024) + 16;
                if (Sse41.IsSupported && Inside(picture, x0, y0, dx, dy, size))
                    InnerRow(picture, x0, y0, dx, dy, size, row);
                else
                    EdgeRow(picture, x0, y0, dx, dy, size, row);
                for (int p = 0; p < 3; p++)
                    Plane((byte*)row + normalization.Channel(p), size, normalization.Scale(p), normalization.Offset(p), planes + ((long)p * size + y) * size);
            }
        }
    }

    // Saturated, because a degenerate matrix may point anywhere.
    private static int Round(double value) => (int)Math.Clamp(Math.Round(value, MidpointRounding.ToEven), int.MinValue / 4, int.MaxValue / 4);

    private static bool Inside(Picture picture, int x0, int y0, int* dx, int* dy, int size) =>
        Inside(picture, x0 + dx[0], y0 + dy[0]) && Inside(picture, x0 + dx[size - 1], y0 + dy[size - 1]);

    private static bool Inside(Picture picture, int x, int y) =>
        (uint)(x >> 10) < (uint)(picture.Width - 1) && (uint)(y >> 10) < (uint)(picture.Height - 1);

    private static void InnerRow(Picture picture, int x0, int y0, int* dx, int* dy, int size, uint* row)
    {
        var pairs = Vector128.Create((sbyte)0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1).AsByte();
        var pack = Vector128.Create((sbyte)0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1).AsByte();
        var half = Vector128.Create(512);
        byte* pixels = picture.Pixels;
        int stride = picture.Stride;
        for (int x = 0; x < size; x++)
        {
            int px = x0 + dx[x] >> 5, py = y0 + dy[x] >> 5;
            byte* p = pixels + (long)(py >> 5) * stride + (px >> 5) * 3;
            int fx = px & 31, fy = py & 31;
            var across = Vector128.Create(32 - fx | fx << 16).AsInt16();
            var top = Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(Sse2.LoadScalarVector128((long*)p).AsByte(), pairs).AsInt16(), across);
            var bottom = Sse2.MultiplyAddAdjacent(Ssse3.Shuffle(Sse2.LoadScalarVector128((long*)(p + stride)).AsByte(), pairs).AsInt16(), across);
            // Sums stay below 2^15, so the vertical weights fit one more pair multiplication.
            var sums = Sse2.MultiplyAddAdjacent((top | Sse2.ShiftLeftLogical(bottom, 16)).AsInt16(), Vector128.Create(32 - fy | fy << 16).AsInt16());
            row[x] = Ssse3.Shuffle(Sse2.ShiftRightLogical(sums + half, 10).AsByte(), pack).AsUInt32().ToScalar();
        }
    }

    private static void EdgeRow(Picture picture, int x0, int y0, int* dx, int* dy, int size, uint* row)
    {
        for (int x = 0; x < size; x++)
        {
            int px = x0 + dx[x] >> 5, py = y0 + dy[x] >> 5;
            int sx = px >> 5, sy = py >> 5, fx = px & 31, fy = py & 31;
            uint value = 0;
            for (int c = 0; c < 3; c++)
            {
                int sum = (Pixel(picture, sx, sy, c) * (32 - fx) + Pixel(picture, sx + 1, sy, c) * fx) * (32 - fy)
                    + (Pixel(picture, sx, sy + 1, c) * (32 - fx) + Pixel(picture, sx + 1, sy + 1, c) * fx) * fy;
                value |= (uint)(sum + 512 >> 10) << (8 * c);
            }

            row[x] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pixel(Picture picture, int x, int y, int c) =>
        (uint)x < (uint)picture.Width && (uint)y < (uint)picture.Height ? picture.Pixels[(long)y * picture.Stride + x * 3 + c] : 0;

    private static void Plane(byte* source, int count, float scale, float offset, float* target)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            var low = Vector256.Create(255);
            var scales = Vector256.Create(scale);
            var offsets = Vector256.Create(offset);
            for (; i + 8 <= count; i += 8)
                Avx.Store(target + i, Vector256.ConvertToSingle(Avx.LoadVector256((int*)(source + 4 * i)) & low) * scales + offsets);
        }

        for (; i < count; i++)
            target[i] = source[4 * i] * scale + offset;
    }
}
