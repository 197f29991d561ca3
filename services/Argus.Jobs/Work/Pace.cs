namespace Argus.Jobs.Work;

/// <summary>How many jobs end in a moment. Where that is more than there are places, claims of as few as there are places would each wait for a flush to disk.</summary>
internal sealed class Pace(TimeProvider time)
{
    // What is claimed ahead is kept from other workers, and from jobs of higher priority, for about so long. Where the way from one claim to the next takes
    // longer, what is claimed ahead runs out on the way: the moment must be longer than two flushes of a slow disk.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();
    private int _ended;
    private int _inMoment;

    /// <summary>A job has ended.</summary>
    public void Add() => Interlocked.Increment(ref _ended);

    /// <summary>Jobs that end in 25 milliseconds, as it was between the last two questions; 0 where each takes long.</summary>
    public int InMoment()
    {
        lock (_lock)
        {
            var passed = time.GetElapsedTime(_since);
            if (passed >= Shortest)
            {
                _since = time.GetTimestamp();
                _inMoment = (int)(Interlocked.Exchange(ref _ended, 0) * (Moment / passed));
            }

            return _inMoment;
        }
    }
}
