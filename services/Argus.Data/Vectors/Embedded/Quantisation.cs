namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// Vectors as bytes, each row with a scale of its own, and queries as shorts. What that loses is kept as a bound: by Cauchy-Schwarz the dot product
/// of a row differs from that of its bytes by no more than the length of (vector − bytes · scale) times the length of the query.
/// </summary>
internal static class Quantisation
{
    private const float MaxByte = 127;

    // Covers the rounding of float sums, which is below it by an order of magnitude for vectors of unit length.
    private const float Slack = 2e-5f;

    /// <returns>What a byte stands for, and the length of what was lost.</returns>
    public static (float Scale, float Error) Write(ReadOnlySpan<float> vector, Span<sbyte> row)
    {
        float largest = 0;
        foreach (float value in vector)
            largest = MathF.Max(largest, MathF.Abs(value));
        float scale = largest / MaxByte;
        double lost = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            float rounded = Math.Clamp(MathF.Round(vector[i] / scale), -MaxByte, MaxByte);
            row[i] = (sbyte)rounded;
            double difference = vector[i] - (double)rounded * scale;
            lost += difference * difference;
        }

        row[vector.Length..].Clear();
        return (scale, MathF.BitIncrement((float)Math.Sqrt(lost)));
    }

    /// <param name="query">Of unit length.</param>
    /// <param name="stride">Values of a row in memory.</param>
    /// <returns>The query as shorts, what one stands for, and how much a score can be off for the query's sake.</returns>
    public static (short[] Query, float Scale, float Slack) OfQuery(ReadOnlySpan<float> query, int stride)
    {
        // No sum of products may leave 32 bits.
        float range = MathF.Min(short.MaxValue, MathF.Floor(int.MaxValue / (MaxByte * stride)) - 1);
        float largest = 0;
        foreach (float value in query)
            largest = MathF.Max(largest, MathF.Abs(value));
        float scale = largest / range;
        short[] shorts = new short[stride];
        double lost = 0;
        for (int i = 0; i < query.Length; i++)
        {
            shorts[i] = (short)MathF.Round(query[i] / scale);
            double difference = query[i] - (double)shorts[i] * scale;
            lost += difference * difference;
        }

        // Rows of bytes can be a little longer than the vectors of unit length that they stand for.
        return (shorts, scale, (float)Math.Sqrt(lost) * 1.1f + Slack);
    }
}
