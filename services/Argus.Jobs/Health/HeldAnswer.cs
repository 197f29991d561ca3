namespace Argus.Jobs.Health;

/// <summary>Whether something that others run answers. However many probes there are, it is asked once at a time, and its answer holds for a moment, which a clock that is set does not lengthen.</summary>
/// <param name="age">How long an answer holds.</param>
/// <param name="time">Clock.</param>
internal sealed class HeldAnswer<T>(Func<T, TimeSpan> age, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _asking = new(1, 1);
    private Answer? _last;

    /// <summary>The last answer, or a new one.</summary>
    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < age(last.Value))
                return last.Value;
            var value = await ask(cancel);
            _last = new(value, time.GetTimestamp());
            return value;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private sealed record Answer(T Value, long At);
}
