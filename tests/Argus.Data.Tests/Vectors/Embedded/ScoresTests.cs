using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Tests.Vectors.Embedded;

public sealed class ScoresTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(1000)]
    public void NextReaching_AnyCount_FindsWhatALoopFinds(int count)
    {
        var random = new Random(count);
        float[] scores = Points.Vector(random, count);
        foreach (float floor in new[] { float.NegativeInfinity, -0.5f, 0.9f, 2 })
        {
            List<int> found = [];
            for (int i = Scores.NextReaching(scores, 0, floor); i < count; i = Scores.NextReaching(scores, i + 1, floor))
                found.Add(i);
            Assert.Equal(Enumerable.Range(0, count).Where(i => scores[i] >= floor), found);
        }
    }

    [Fact]
    public void NextReaching_ScoreEqualToFloor_Reaches() => Assert.Equal(19, Scores.NextReaching([.. new float[19], 0.5f, .. new float[8]], 0, 0.5f));

    [Fact]
    public void NextReaching_NotANumber_ReachesNothing() => Assert.Equal(20, Scores.NextReaching([.. Enumerable.Repeat(float.NaN, 20)], 0, float.NegativeInfinity));

    [Fact]
    public void UpperBounds_QuantisedRows_AreNeverBelowTheScore()
    {
        const int count = 37, dimension = 96;
        var random = new Random(21);
        float[] query = Unit(random, dimension);
        var (shorts, scale, slack) = Quantisation.OfQuery(query, dimension);
        float[][] rows = [.. Enumerable.Range(0, count).Select(_ => Unit(random, dimension))];
        int[] sums = new int[count];
        float[] scales = new float[count], errors = new float[count], uppers = new float[count];
        sbyte[] bytes = new sbyte[dimension];
        for (int row = 0; row < count; row++)
        {
            (scales[row], errors[row]) = Quantisation.Write(rows[row], bytes);
            sums[row] = bytes.Zip(shorts, (b, s) => b * s).Sum();
        }

        Scores.UpperBounds(sums, scales, errors, (scale, slack), uppers);

        for (int row = 0; row < count; row++)
            Assert.InRange(Points.Cosine(rows[row], query), uppers[row] - 2 * (errors[row] + slack), uppers[row]);
    }

    private static float[] Unit(Random random, int dimension)
    {
        float[] vector = Points.Vector(random, dimension);
        float length = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }
}
