using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Argus.Inference.Imaging;

/// <summary>Every third byte of a row as normalised floats.</summary>
internal static unsafe class PlanarRow
{
    /// <summary>Writes <c>source[i * step] * scale + offset</c> for <paramref name="count"/> pixels; may read up to 32 bytes past the last.</summary>
    public static void Convert(byte* source, int step, int count, float scale, float offset, float* target)
    {
        int i = 0;
        if (step == 3 && Avx2.IsSupported)
        {
            // 8 pixels lie in 24 bytes: two overlapping loads, one byte of every three, widened.
            var low = Vector128.Create((sbyte)0, 3, 6, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1).AsByte();
            var high = Vector128.Create((sbyte)-1, -1, -1, -1, 0, 3, 6, 9, -1, -1, -1, -1, -1, -1, -1, -1).AsByte();
            var scales = Vector256.Create(scale);
            var offsets = Vector256.Create(offset);
            for (; i + 8 <= count; i += 8)
            {
                byte* p = source + i * 3;
                var bytes = Ssse3.Shuffle(Sse2.LoadVector128(p), low) | Ssse3.Shuffle(Sse2.LoadVector128(p + 12), high);
                Avx.Store(target + i, Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(bytes)) * scales + offsets);
            }
        }

        for (; i < count; i++)
            target[i] = source[i * step] * scale + offset;
    }
}
