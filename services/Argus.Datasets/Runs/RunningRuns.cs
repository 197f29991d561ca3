using System.Collections.Concurrent;
using Argus.Contracts.Datasets;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>Runs as callers of the API see them: those that they began in this process, which end with it, and those of others.</summary>
internal sealed class RunningRuns(RunKeeper keeper, RunTable runs, TimeProvider time, IHostApplicationLifetime life)
{
    // Between looks at a run of another process.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

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

    /// <summary>The newest, as they stand.</summary>
    /// <param name="flow">Only of this flow.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancel">Breaks it off.</param>
    public async Task<List<RunBody>> ListAsync(Flow? flow, int limit, CancellationToken cancel)
    {
        var list = await runs.ListAsync(flow, limit, cancel);
        bool changed = false;
        foreach (var run in list.Where(run => run.State == RunState.Running && !_running.ContainsKey(run.Id)))
            changed |= await keeper.CrashedAsync(Period.Of(run), cancel);
        return changed ? await runs.ListAsync(flow, limit, cancel) : list;
    }

    /// <summary>One, as it stands; where it runs, its end is waited for.</summary>
    /// <param name="id">Which.</param>
    /// <param name="most">How long at most.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Null where there is none.</returns>
    public async Task<RunBody?> FindAsync(Guid id, TimeSpan most, CancellationToken cancel)
    {
        long begin = time.GetTimestamp();
        await EndedHereAsync(id, most, cancel);
        while (await runs.FindAsync(id, cancel) is { } run)
        {
            if (run.State != RunState.Running || _running.ContainsKey(id))
                return run;
            // Another process runs it, or did when it ended.
            if (!await keeper.CrashedAsync(Period.Of(run), cancel))
            {
                if (time.GetElapsedTime(begin) >= most)
                    return run;
                await Task.Delay(Look, time, cancel);
            }
        }

        return null;
    }

    private async Task EndedHereAsync(Guid id, TimeSpan most, CancellationToken cancel)
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
