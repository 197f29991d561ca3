namespace Argus.Data;

/// <summary>
/// The pause between two batches of one loop while much comes: each batch costs a flush to disk or several messages to a database, however small it is.
/// Where little comes nothing waits. For one caller at a time.
/// </summary>
public sealed class Gathering(TimeProvider time)
{
    /// <summary>From the beginning of a batch of <see cref="Many"/> to that of the next, at least.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);

    /// <summary>A batch of so many says that much comes.</summary>
    public const int Many = 4;

    private long _began;
    private bool _wasLarge;

    /// <summary>Waits until the next batch may begin.</summary>
    public async Task NextAsync(CancellationToken cancel)
    {
        if (_wasLarge && Gap - time.GetElapsedTime(_began) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancel);
        _began = time.GetTimestamp();
        _wasLarge = false;
    }

    /// <summary>So many are in the batch that has begun.</summary>
    public void Took(int count) => _wasLarge = count >= Many;
}
