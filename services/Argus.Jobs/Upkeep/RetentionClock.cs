namespace Argus.Jobs.Upkeep;

/// <summary>Says when old rows are to be looked for: at once, then every hour.</summary>
internal sealed class RetentionClock(TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private DateTimeOffset? _done;

    /// <summary>Whether it is time.</summary>
    public bool IsDue() => _done is not { } done || time.GetUtcNow() >= done + Hour;

    /// <summary>It was done.</summary>
    public void Done() => _done = time.GetUtcNow();
}
