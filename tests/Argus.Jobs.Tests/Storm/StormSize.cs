namespace Argus.Jobs.Tests.Storm;

/// <summary>How large a storm is: ARGUS_SOAK (<c>./argus test --soak</c>) asks for all of it, else a small part of the same.</summary>
internal static class StormSize
{
    public static bool Full { get; } = Environment.GetEnvironmentVariable("ARGUS_SOAK") is not null;

    public static IReadOnlyList<int> Seeds { get; } = Full ? [1] : [1, 2];

    /// <summary>Of each seed.</summary>
    public static int Jobs { get; } = Full ? 2000 : 75;

    /// <summary>Kills and cuts; each comes with its share of the jobs.</summary>
    public static int Disturbances { get; } = Full ? 220 : 8;

    /// <summary>How long the last job may take to end once nothing is disturbed any more.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(Full ? 10 : 3);
}
