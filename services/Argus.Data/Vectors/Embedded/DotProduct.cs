using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// Dot products of one query with many rows that lie one after another. Strides are multiples of 32 values, the rest zero. Rows are taken several
/// at a time from parts of the block that are far apart: the processor reads ahead in each part, so that more of the memory is under way than
/// in one row after another. Several rows of the same page are slower than one, because it then reads ahead in none.
/// </summary>
internal static unsafe class DotProduct
{
    /// <summary>The dot product with each of <paramref name="scores"/>' rows.</summary>
    public static void OfFloats(float* rows, float* query, int stride, Span<float> scores)
    {
        int part = scores.Length / 4;
        nint apart = (nint)part * stride;
        float* row = rows;
        for (int i = 0; i < part; i++, row += stride)
            (scores[i], scores[part + i], scores[2 * part + i], scores[3 * part + i]) = OfFour(row, apart, query, stride);
        row = rows + 4 * apart;
        for (int i = 4 * part; i < scores.Length; i++, row += stride)
            scores[i] = OfFloats(row, query, stride);
    }

    /// <summary>One dot product, added up in the same order as those of many: equal rows have equal scores.</summary>
    public static float OfFloats(float* row, float* query, int stride)
    {
        var a = Vector<float>.Zero;
        var b = a;
        for (int i = 0; i < stride; i += 2 * Vector<float>.Count)
        {
            a = Vector.FusedMultiplyAdd(Vector.Load(row + i), Vector.Load(query + i), a);
            b = Vector.FusedMultiplyAdd(Vector.Load(row + i + Vector<float>.Count), Vector.Load(query + i + Vector<float>.Count), b);
        }

        return Vector.Sum(a + b);
    }

    /// <summary>As for floats, exact in integers; the caller sees to it that no sum leaves 32 bits.</summary>
    public static void OfBytes(sbyte* rows, short* query, int stride, Span<int> sums)
    {
        int part = Avx2.IsSupported ? sums.Length / 8 : 0;
        nint apart = (nint)part * stride;
        sbyte* row = rows;
        for (int i = 0; i < part; i++, row += stride)
        {
            var eight = OfEightAvx2(row, apart, query, stride);
            for (int at = 0; at < 8; at++)
                sums[at * part + i] = eight[at];
        }

        row = rows + 8 * apart;
        for (int i = 8 * part; i < sums.Length; i++, row += stride)
            sums[i] = OfBytesPlain(row, query, stride);
    }

    /// <summary>One sum, by what every processor has.</summary>
    public static int OfBytesPlain(sbyte* row, short* query, int stride)
    {
        var (a, b, c, d) = (Vector128<int>.Zero, Vector128<int>.Zero, Vector128<int>.Zero, Vector128<int>.Zero);
        for (int i = 0; i < stride; i += Vector128<sbyte>.Count)
        {
            var (lower, upper) = Vector128.Widen(Vector128.Load(row + i));
            var (first, second) = (Vector128.Load(query + i), Vector128.Load(query + i + Vector128<short>.Count));
            a += Vector128.WidenLower(lower) * Vector128.WidenLower(first);
            b += Vector128.WidenUpper(lower) * Vector128.WidenUpper(first);
            c += Vector128.WidenLower(upper) * Vector128.WidenLower(second);
            d += Vector128.WidenUpper(upper) * Vector128.WidenUpper(second);
        }

        return Vector128.Sum(a + b + (c + d));
    }

    private static (float First, float Second, float Third, float Fourth) OfFour(float* row, nint apart, float* query, int stride)
    {
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var (e, f, g, h) = (a, b, c, d);
        for (int i = 0; i < stride; i += 2 * Vector<float>.Count)
        {
            int j = i + Vector<float>.Count;
            var (p, q) = (Vector.Load(query + i), Vector.Load(query + j));
            a = Vector.FusedMultiplyAdd(Vector.Load(row + i), p, a);
            b = Vector.FusedMultiplyAdd(Vector.Load(row + j), q, b);
            c = Vector.FusedMultiplyAdd(Vector.Load(row + apart + i), p, c);
            d = Vector.FusedMultiplyAdd(Vector.Load(row + apart + j), q, d);
            e = Vector.FusedMultiplyAdd(Vector.Load(row + 2 * apart + i), p, e);
            f = Vector.FusedMultiplyAdd(Vector.Load(row + 2 * apart + j), q, f);
            g = Vector.FusedMultiplyAdd(Vector.Load(row + 3 * apart + i), p, g);
            h = Vector.FusedMultiplyAdd(Vector.Load(row + 3 * apart + j), q, h);
        }

        return (Vector.Sum(a + b), Vector.Sum(c + d), Vector.Sum(e + f), Vector.Sum(g + h));
    }

    private static Vector256<int> OfEightAvx2(sbyte* row, nint apart, short* query, int stride)
    {
        var (a, b, c, d) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        var (e, f, g, h) = (a, b, c, d);
        sbyte* fifth = row + 4 * apart;
        for (int i = 0; i < stride; i += Vector256<short>.Count)
        {
            var part = Vector256.Load(query + i);
            a += Products(row + i, part);
            b += Products(row + apart + i, part);
            c += Products(row + 2 * apart + i, part);
            d += Products(row + 3 * apart + i, part);
            e += Products(fifth + i, part);
            f += Products(fifth + apart + i, part);
            g += Products(fifth + 2 * apart + i, part);
            h += Products(fifth + 3 * apart + i, part);
        }

        return Vector256.Create(Sums(a, b, c, d), Sums(e, f, g, h));
    }

    private static Vector256<int> Products(sbyte* row, Vector256<short> query) => Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(row), query);

    private static Vector128<int> Sums(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var sums = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }
}
