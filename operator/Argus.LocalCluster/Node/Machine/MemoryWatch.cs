using System.Collections.Concurrent;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Machine;

/// <summary>
/// Measures the memory of containers that have a limit, and tells when one is over it. Idle while none has a limit.
/// It polls, since only a control group could tell by itself, and a user's own processes may make none on most machines.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly ConcurrentDictionary<int, (long Limit, Action OnExceeded)> _sessions = new();
    private readonly ITimer _timer;
    private readonly TimeSpan _interval;

    public MemoryWatch(TimeSpan interval, TimeProvider time)
    {
        _interval = interval;
        _timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches all processes of a session until the token is cancelled.</summary>
    public void Watch(int session, long limit, Action onExceeded, CancellationToken ended)
    {
        _sessions[session] = (limit, onExceeded);
        ended.Register(() => _sessions.TryRemove(session, out _));
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        if (_sessions.IsEmpty)
            return;
        var memory = ProcFs.MemoryBySession(_sessions.ContainsKey);
        foreach (var (session, (limit, onExceeded)) in _sessions)
        {
            if (memory.GetValueOrDefault(session) > limit && _sessions.TryRemove(session, out _))
                onExceeded();
        }

        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }
}
