using System.Numerics;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Looks at many scores at once: of a million rows only some hundreds matter.</summary>
internal static class Scores
{
    /// <summary>The first index from <paramref name="from"/> on whose score reaches the floor, or the count of scores; what is not a number reaches none.</summary>
    public static int NextReaching(ReadOnlySpan<float> scores, int from, float floor)
    {
        var least = new Vector<float>(floor);
        int i = from;
        while (i + Vector<float>.Count <= scores.Length && !Vector.GreaterThanOrEqualAny(new Vector<float>(scores[i..]), least))
            i += Vector<float>.Count;
        while (i < scores.Length && !(scores[i] >= floor))
            i++;
        return i;
    }

    /// <summary>What the scores of quantised rows can be at most: sum · row's scale · query's scale + row's error + query's slack.</summary>
    /// <param name="sums">One a row, in bytes times shorts.</param>
    /// <param name="scales">What a byte of each row stands for.</param>
    /// <param name="errors">How far each row can be from its vector.</param>
    /// <param name="query">What one of the query's values stands for, and how much it can be off.</param>
    /// <param name="uppers">Where the bounds are put, one a row.</param>
    public static void UpperBounds(ReadOnlySpan<int> sums, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, (float Scale, float Slack) query, Span<float> uppers)
    {
        var (scale, slack) = (new Vector<float>(query.Scale), new Vector<float>(query.Slack));
        int i = 0;
        for (; i + Vector<float>.Count <= sums.Length; i += Vector<float>.Count)
        {
            var score = Vector.ConvertToSingle(new Vector<int>(sums[i..])) * (new Vector<float>(scales[i..]) * scale);
            (score + (new Vector<float>(errors[i..]) + slack)).CopyTo(uppers[i..]);
        }

        for (; i < sums.Length; i++)
            uppers[i] = sums[i] * (scales[i] * query.Scale) + (errors[i] + query.Slack);
    }
}
