using Argus.Gateway.Routing;

namespace Argus.Gateway.Balancing;

/// <summary>The table in use. Readers take it without a lock; it is replaced whole.</summary>
/// <param name="time">Clock.</param>
internal sealed class LiveRoutes(TimeProvider time)
{
    private volatile LiveTable _current = LiveTable.Empty;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _changedAt = time.GetTimestamp();

    /// <summary>The newest table.</summary>
    public LiveTable Current => _current;

    /// <summary>Ends when there is a newer table than <see cref="Current"/>, if taken before that is looked at.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Time since the table was replaced.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _changedAt));

    /// <summary>Puts a table into use. One caller at a time.</summary>
    public void Replace(RouteTable routes)
    {
        _current = _current.Next(routes, time);
        Volatile.Write(ref _changedAt, time.GetTimestamp());
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
