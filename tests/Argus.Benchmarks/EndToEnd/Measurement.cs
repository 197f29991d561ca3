namespace Argus.Benchmarks.EndToEnd;

/// <summary>What one load did in one round.</summary>
/// <param name="Images">Pictures finished.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time of the process that inferred.</param>
/// <param name="PeakBytes">Peak resident memory of that process so far.</param>
/// <param name="Latencies">Seconds of each picture.</param>
internal sealed record Measurement(long Images, double Seconds, double CpuSeconds, long PeakBytes, IReadOnlyList<double> Latencies)
{
    public double PerSecond => Images / Seconds;

    /// <summary>All rounds of one load as one.</summary>
    public static Measurement Sum(IReadOnlyList<Measurement> rounds) => new(
        rounds.Sum(r => r.Images),
        rounds.Sum(r => r.Seconds),
        rounds.Sum(r => r.CpuSeconds),
        rounds.Max(r => r.PeakBytes),
        [.. rounds.SelectMany(r => r.Latencies).Order()]);

    /// <summary>Seconds that the given part (0 to 1) of the pictures stayed under.</summary>
    public double Percentile(double part) => Latencies.Count == 0 ? 0 : Latencies[Math.Min(Latencies.Count - 1, (int)(part * Latencies.Count))];
}
