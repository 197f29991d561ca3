namespace Argus.LocalCluster.Schema;

/// <summary>Seconds that callers name, which may be more than clocks and timers know.</summary>
internal static class Seconds
{
    // A timer takes no more than 49 days.
    private const long LongestWait = 49 * 24 * 60 * 60;

    // A thousand years: no date near the present leaves the calendar by it.
    private const long LongestSpan = 1000 * 365 * 24 * 60 * 60L;

    /// <summary>To be waited.</summary>
    public static TimeSpan Wait(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWait));

    /// <summary>To be added to a date.</summary>
    public static TimeSpan Span(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -LongestSpan, LongestSpan));
}
