namespace Argus.Jobs.Upkeep;

/// <summary>Says when old rows are to be looked for: at once, then every hour.</summary>
internal sealed class RetentionClock(TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private DateTimeOffset? _done;

    /// <summary>Whether it is time.</summary>
    /// <param name="now">The present, to be told to <see cref="Done"/>.</param>
    public bool IsDue(out DateTimeOffset now)
    {
        now = time.GetUtcNow();
        return _done is not { } done || now >= done + Hour;
    }

    /// <summary>It was done.</summary>
    /// <param name="begun">When it was begun: what became old meanwhile was not seen.</param>
    public void Done(DateTimeOffset begun) => _done = begun;
}
