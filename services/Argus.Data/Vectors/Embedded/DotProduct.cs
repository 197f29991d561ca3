using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Dot products of one query with many rows. Strides are multiples of 32 values, the rest zero.</summary>
internal static unsafe class DotProduct
{
    /// <summary>The dot product with each of <paramref name="scores"/>' rows, which lie one after another.</summary>
    public static void OfFloats(float* rows, float* query, int stride, Span<float> scores)
    {
        for (int row = 0; row < scores.Length; row++, rows += stride)
            scores[row] = OfFloats(rows, query, stride);
    }

    /// <summary>One dot product. Four sums side by side, so that no addition waits for the one before.</summary>
    public static float OfFloats(float* row, float* query, int stride)
    {
        var a = Vector256<float>.Zero;
        var b = a;
        var c = a;
        var d = a;
        for (int i = 0; i < stride; i += 32)
        {
            a = Vector256.FusedMultiplyAdd(Vector256.Load(row + i), Vector256.Load(query + i), a);
            b = Vector256.FusedMultiplyAdd(Vector256.Load(row + i + 8), Vector256.Load(query + i + 8), b);
            c = Vector256.FusedMultiplyAdd(Vector256.Load(row + i + 16), Vector256.Load(query + i + 16), c);
            d = Vector256.FusedMultiplyAdd(Vector256.Load(row + i + 24), Vector256.Load(query + i + 24), d);
        }

        return Vector256.Sum((a + b) + (c + d));
    }

    /// <summary>As for floats, exact in integers; the caller sees to it that no sum leaves 32 bits.</summary>
    public static void OfBytes(sbyte* rows, short* query, int stride, Span<int> scores)
    {
        for (int row = 0; row < scores.Length; row++, rows += stride)
            scores[row] = Avx2.IsSupported ? OfBytesAvx2(rows, query, stride) : OfBytesPlain(rows, query, stride);
    }

    private static int OfBytesAvx2(sbyte* row, short* query, int stride)
    {
        var a = Vector256<int>.Zero;
        var b = a;
        for (int i = 0; i < stride; i += 32)
        {
            a += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(row + i), Vector256.Load(query + i));
            b += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(row + i + 16), Vector256.Load(query + i + 16));
        }

        return Vector256.Sum(a + b);
    }

    internal static int OfBytesPlain(sbyte* row, short* query, int stride)
    {
        int sum = 0;
        for (int i = 0; i < stride; i++)
            sum += row[i] * query[i];
        return sum;
    }
}
