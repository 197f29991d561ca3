using System.Collections.Concurrent;
using Argus.Contracts.Datasets;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>Runs that callers of the API began in this process; they end with it.</summary>
internal sealed class RunningRuns(RunKeeper keeper, IHostApplicationLifetime life)
{
    private readonly ConcurrentDictionary<Guid, Task<RunBody>> _running = [];

    /// <summary>Begins one.</summary>
    /// <returns>Null where another of its period is under way.</returns>
    public async Task<RunBody?> BeginAsync(Period period)
    {
        if (await keeper.BeginAsync(period, life.ApplicationStopping) is not { } start)
            return null;
        _running[start.Run.Id] = start.Ended;
        _ = start.Ended.ContinueWith(_ => _running.TryRemove(start.Run.Id, out Task<RunBody>? _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return start.Run;
    }

    /// <summary>Waits until one ends, where it runs in this process.</summary>
    public async Task WaitAsync(Guid id, TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        if (!_running.TryGetValue(id, out var ended))
            return;
        try
        {
            await ended.WaitAsync(most, time, cancel);
        }
        catch (TimeoutException)
        {
            // The caller asks again.
        }
    }
}
