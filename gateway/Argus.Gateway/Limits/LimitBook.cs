using System.Collections.Concurrent;

namespace Argus.Gateway.Limits;

/// <summary>Limits of callers that are known by name only, such as those with tokens.</summary>
/// <param name="settings">What each of them may.</param>
/// <param name="time">Clock.</param>
internal sealed class LimitBook(LimitSettings settings, TimeProvider time)
{
    private const int Many = 10_000;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CallerLimits> _callers = new(StringComparer.Ordinal);
    private long _swept = time.GetTimestamp();

    /// <summary>Callers remembered now.</summary>
    public int Count => _callers.Count;

    /// <summary>The limits of a caller, the same as long as they matter.</summary>
    public CallerLimits Of(string name)
    {
        if (_callers.TryGetValue(name, out var known))
            return known;
        if (_callers.Count >= Many)
            Sweep();
        return _callers.GetOrAdd(name, _ => new CallerLimits(settings, time));
    }

    // Only who owes nothing is forgotten: nobody gains by coming under many names.
    private void Sweep()
    {
        long now = time.GetTimestamp(), swept = Volatile.Read(ref _swept);
        if (time.GetElapsedTime(swept, now) < SweepInterval || Interlocked.CompareExchange(ref _swept, now, swept) != swept)
            return;
        foreach (var (name, limits) in _callers)
        {
            if (limits.IsForgettable)
                _callers.TryRemove(name, out _);
        }
    }
}
