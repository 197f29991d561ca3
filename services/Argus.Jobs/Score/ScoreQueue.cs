using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Score;

/// <summary>Bounds how many photos are scored at once, how many wait, how many bytes they have, and for how long.</summary>
internal sealed class ScoreQueue(ScoreOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Workers, options.Workers);
    private long _bytes;
    private int _inside;

    /// <summary>Reads a photo where there is room for it, and does the work when there is a place.</summary>
    /// <param name="bytes">Most that the photo takes in memory.</param>
    /// <param name="read">Gives the photo, or what is wrong with it; its token ends after <see cref="ScoreOptions.Upload"/>.</param>
    /// <param name="work">Its token ends when the caller has gone, or has waited long enough since the photo was read.</param>
    /// <param name="cancel">The caller has gone.</param>
    /// <returns>What the work gave; 408 where the photo came too slowly, 429 where the queue is full, 503 where it took too long.</returns>
    public async Task<Outcome<T>> RunAsync<T>(long bytes, Func<CancellationToken, Task<Outcome<byte[]>>> read, Func<byte[], CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
        where T : class
    {
        try
        {
            // Before it is read: what waits must fit into memory.
            long waiting = Interlocked.Add(ref _bytes, bytes);
            if (Interlocked.Increment(ref _inside) > options.Workers + options.Queue || (waiting > options.Memory && waiting > bytes))
                return new Refusal(429, "Too many photos wait to be scored; come back.") { RetryAfter = TimeSpan.FromSeconds(1) };
            var photo = await LimitAsync(options.Upload, read, new Refusal(408, $"The photo did not come within {options.Upload.TotalSeconds:F0} s."), cancel);
            return photo.Ok
                ? await LimitAsync(options.Timeout, token => WaitAsync(photo.Value, work, token), TooLate(), cancel)
                : photo.Refusal;
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            Interlocked.Add(ref _bytes, -bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private Refusal TooLate() =>
        new(503, $"There was no score within {options.Timeout.TotalMilliseconds:F0} ms (ML_SERVICE_TIMEOUT); come back.") { RetryAfter = TimeSpan.FromSeconds(2) };

    private async Task<Outcome<T>> WaitAsync<T>(byte[] photo, Func<byte[], CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
        where T : class
    {
        await _places.WaitAsync(cancel);
        try
        {
            return await work(photo, cancel);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<Outcome<T>> LimitAsync<T>(TimeSpan most, Func<CancellationToken, Task<Outcome<T>>> work, Refusal late, CancellationToken cancel)
        where T : class
    {
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return late;
        }
    }
}
