namespace Argus.Data.Ranks;

/// <summary>The arithmetic that both stores share.</summary>
internal static class Percentile
{
    /// <summary>Which of the 1001 tenths a score is counted in.</summary>
    public static int BinOf(double score) => (int)Math.Round(Math.Clamp(score, 0, 100) * 10, MidpointRounding.AwayFromZero);

    /// <summary>The percentile rank of a score that is not counted yet.</summary>
    public static double Of(long below, long equal, long total) => Math.Round(100 * (below + (0.5 * (equal + 1))) / (total + 1), 1, MidpointRounding.AwayFromZero);
}
