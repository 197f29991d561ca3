using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>Runs flows: one at a time for a period, each with a row in the history.</summary>
internal sealed class RunKeeper(DatasetsDatabase database, RunTable runs, IEnumerable<IFlow> flows, TimeProvider time, ILogger<RunKeeper> log)
{
    private readonly Dictionary<Flow, IFlow> _flows = flows.ToDictionary(f => f.Flow);

    /// <summary>Begins a run.</summary>
    /// <param name="period">The day or month; it must be over.</param>
    /// <param name="cancel">Breaks the run off.</param>
    /// <returns>Null where another run of this period is under way.</returns>
    /// <exception cref="DatabaseException">The database is away.</exception>
    public async Task<RunStart?> BeginAsync(Period period, CancellationToken cancel)
    {
        if (await PeriodLock.TryTakeAsync(database, period, cancel) is not { } held)
            return null;
        try
        {
            var id = Guid.NewGuid();
            var now = time.GetUtcNow();
            await runs.BeginAsync(id, period, now, cancel);
            Log.Began(log, period.FlowName, period.Name, id);
            var run = new RunBody { Id = id, Flow = period.FlowName, Date = period.Date, State = RunState.Running, StartedAt = now };
            return new RunStart(run, EndAsync(run, period, held, cancel));
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs, and waits for the end.</summary>
    /// <returns>How it ended; null where another run of this period is under way.</returns>
    public async Task<RunBody?> RunAsync(Period period, CancellationToken cancel) =>
        await BeginAsync(period, cancel) is { } start ? await start.Ended : null;

    /// <summary>Writes of runs that nobody runs any more that they crashed.</summary>
    /// <returns>Whether nobody runs this period.</returns>
    public async Task<bool> CrashedAsync(Period period, CancellationToken cancel)
    {
        await using var held = await PeriodLock.TryTakeAsync(database, period, cancel);
        if (held is null)
            return false;
        await runs.CrashAsync(period, time.GetUtcNow(), cancel);
        return true;
    }

    private async Task<RunBody> EndAsync(RunBody run, Period period, PeriodLock held, CancellationToken cancel)
    {
        await using var _ = held;
        try
        {
            var counts = await _flows[period.Flow].RunAsync(period, () => held.CheckAsync(cancel), cancel);
            var now = time.GetUtcNow();
            await runs.CompleteAsync(run.Id, period, counts, now, cancel);
            Log.Completed(log, period.FlowName, period.Name, string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}")));
            return run with { State = RunState.Completed, EndedAt = now, Seconds = (now - run.StartedAt).TotalSeconds, Counts = counts };
        }
        catch (Exception error) when (error is DatasetException or BlobStoreException or DatabaseException)
        {
            Log.Failed(log, period.FlowName, period.Name, error.Message);
            return await FailAsync(run, error.Message);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(run, "The service was stopped.");
        }
        catch (Exception error)
        {
            Log.Broke(log, period.FlowName, period.Name, error);
            return await FailAsync(run, $"A fault of the service: {error.Message}");
        }
    }

    private async Task<RunBody> FailAsync(RunBody run, string reason)
    {
        var now = time.GetUtcNow();
        try
        {
            await runs.FailAsync(run.Id, reason, now, CancellationToken.None);
        }
        catch (DatabaseException error)
        {
            // The next run of this period finds it as crashed.
            Log.Unwritten(log, run.Id, error.Message);
        }

        return run with { State = RunState.Failed, EndedAt = now, Seconds = (now - run.StartedAt).TotalSeconds, Error = reason };
    }
}
