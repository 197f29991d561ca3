namespace Argus.ModelServer.Tests.Soak;

/// <summary>How long the soak tests run: ARGUS_SOAK (<c>./argus test --soak</c>) asks for all of it, else a small part of the same.</summary>
internal static class SoakSize
{
    /// <summary>Seed of every soak test.</summary>
    public const int Seed = 2_026;

    /// <summary>Requests under way at one time.</summary>
    public const int InFlight = 4;

    public static bool Full { get; } = Environment.GetEnvironmentVariable("ARGUS_SOAK") is not null;

    public static int Of(int full, int part) => Full ? full : part;

    /// <summary>Runs the calls 0 to <paramref name="count"/> - 1, <see cref="InFlight"/> at a time.</summary>
    public static Task ForEachAsync(int first, int count, Func<int, Task> call) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = InFlight },
        async (i, _) => await call(i));
}
