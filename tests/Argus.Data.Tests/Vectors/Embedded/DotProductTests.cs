using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Tests.Vectors.Embedded;

public sealed class DotProductTests
{
    // Counts that do and do not fill the parts of a block that are taken side by side.
    public static TheoryData<int, int> Blocks()
    {
        var blocks = new TheoryData<int, int>();
        foreach (int count in new[] { 0, 1, 3, 4, 7, 8, 9, 17, 256, 1024 })
        {
            blocks.Add(count, 32);
            blocks.Add(count, 512);
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public unsafe void OfFloats_AnyCount_EqualsSumsInDoubles(int count, int stride)
    {
        var random = new Random(count + stride);
        float[] rows = Points.Vector(random, count * stride), query = Points.Vector(random, stride), scores = new float[count];
        fixed (float* r = rows, q = query)
            DotProduct.OfFloats(r, q, stride, scores);

        for (int row = 0; row < count; row++)
        {
            double sum = Enumerable.Range(0, stride).Sum(i => (double)rows[row * stride + i] * query[i]);
            Assert.Equal(sum, scores[row], 1e-4);
        }
    }

    // Ties are decided by ids, so that a row's score must not depend on where in a block it lies.
    [Fact]
    public unsafe void OfFloats_EqualRows_HaveEqualScoresWhereverTheyAre()
    {
        const int count = 23, stride = 512;
        var random = new Random(5);
        float[] row = Points.Vector(random, stride), query = Points.Vector(random, stride), scores = new float[count];
        float[] rows = [.. Enumerable.Repeat(row, count).SelectMany(r => r)];
        float alone;
        fixed (float* r = rows, q = query)
        {
            DotProduct.OfFloats(r, q, stride, scores);
            alone = DotProduct.OfFloats(r, q, stride);
        }

        Assert.All(scores, s => Assert.Equal(alone, s));
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public unsafe void OfBytes_AnyCount_IsExact(int count, int stride)
    {
        var (rows, query) = Bytes(count, stride);
        int[] sums = new int[count], plain = new int[count];
        fixed (sbyte* r = rows)
        fixed (short* q = query)
        {
            DotProduct.OfBytes(r, q, stride, sums);
            for (int row = 0; row < count; row++)
                plain[row] = DotProduct.OfBytesPlain(r + row * stride, q, stride);
        }

        int[] exact = [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, stride).Sum(i => rows[row * stride + i] * query[i]))];
        Assert.Equal(exact, sums);
        Assert.Equal(exact, plain);
    }

    [Fact]
    public unsafe void OfBytes_LargestValues_StayWithin32Bits()
    {
        const int count = 9, stride = 512;
        sbyte[] rows = [.. Enumerable.Repeat((sbyte)-127, count * stride)];
        var (query, _, _) = Quantisation.OfQuery([.. Enumerable.Repeat(1 / MathF.Sqrt(stride), stride)], stride);
        int[] sums = new int[count];
        fixed (sbyte* r = rows)
        fixed (short* q = query)
            DotProduct.OfBytes(r, q, stride, sums);

        Assert.All(sums, s => Assert.Equal(-127 * query.Sum(v => (long)v), s));
    }

    private static (sbyte[] Rows, short[] Query) Bytes(int count, int stride)
    {
        var random = new Random(count + stride);
        sbyte[] rows = [.. Enumerable.Range(0, count * stride).Select(_ => (sbyte)random.Next(-127, 128))];
        short[] query = [.. Enumerable.Range(0, stride).Select(_ => (short)random.Next(-30_000, 30_001))];
        return (rows, query);
    }
}
