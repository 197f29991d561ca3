namespace Argus.Data.Messaging.Outbox;

/// <summary>Pauses that double up to a limit, each shortened by chance down to a half, so that many who failed together do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random chance)
{
    /// <summary>The pause after so many failures in a row, 1 or more.</summary>
    public TimeSpan After(int failures)
    {
        double doubled = first.Ticks * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromTicks((long)(Math.Min(doubled, longest.Ticks) * (0.5 + (0.5 * chance.NextDouble()))));
    }
}
