using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

#pragma warning disable CA1001 // The semaphore has no handle, and work may end after everything else.
/// <summary>Places in which jobs are done, side by side.</summary>
/// <param name="places">Jobs at once, 1 or more.</param>
/// <param name="run">Does one.</param>
/// <param name="held">Knows all that are in hand.</param>
/// <param name="finisher">Writes how they end.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For faults.</param>
internal sealed class Lane(int places, JobRun run, HeldJobs held, Finisher finisher, WorkMetrics metrics, TimeProvider time, ILogger log)
#pragma warning restore CA1001
{
    // Those who come back wait with their pictures in memory.
    private const int AsidePerPlace = 4;
    private readonly SemaphoreSlim _free = new(places, places);
    private readonly SemaphoreSlim _aside = new(AsidePerPlace * places);
    private readonly Pace _pace = new(time);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _begun;

    /// <summary>Jobs that it can begin at once or within milliseconds, 1 or more: to be asked after <see cref="WhenFreeAsync"/>.</summary>
    public int Room => Math.Max(1, _free.CurrentCount) + _pace.InMoment();

    /// <summary>Waits until a place is free.</summary>
    public async Task WhenFreeAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        _free.Release();
    }

    /// <summary>Waits until it has nothing to do.</summary>
    public Task WhenIdleAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_begun == 0)
                return Task.CompletedTask;
            return (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancel);
        }
    }

    /// <summary>Begins a job, at once or as soon as a place is free.</summary>
    /// <param name="claim">The job.</param>
    /// <param name="done">Called once nothing of it is left to do here; null: nobody asks.</param>
    public void Start(Claim claim, Action? done)
    {
        lock (_lock)
            _begun++;
        var job = new HeldJob(claim, done);
        // Held before it has a place: its lease runs already.
        held.Add(job);
        metrics.Claimed(claim.Job, time.GetUtcNow());
        // Here, and not in the task: places are given in the order of the questions.
        var turn = _free.WaitAsync(job.Stop);
        _ = Task.Run(() => DoAsync(job, turn), CancellationToken.None);
    }

    /// <summary>Requests to one service that a lane may have under way at once.</summary>
    /// <param name="places">Of the lane.</param>
    public static int MostCalls(int places) => places * (1 + AsidePerPlace);

    private async Task DoAsync(HeldJob job, Task turn)
    {
        var place = await HasPlaceAsync(turn) ? new Place(_free, _aside, time) : null;
        var outcome = place is null ? Stopped(job) : await OutcomeAsync(job, place);
        job.HasRun = true;
        if (outcome is not null)
        {
            // Holds the place meanwhile, so that outcomes do not heap up while the store is away.
            await finisher.AddAsync(job, outcome);
        }
        else
        {
            held.Remove(job);
            job.Done();
        }

        _pace.Add();
        if (place is { IsHeld: true })
            _free.Release();
        EndOne();
    }

    private void EndOne()
    {
        lock (_lock)
        {
            if (--_begun > 0)
                return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private static async Task<bool> HasPlaceAsync(Task turn)
    {
        try
        {
            await turn;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>Null where the job is another's: whoever has it now tells how it ends.</returns>
    private static JobOutcome? Stopped(HeldJob job) => job.IsLost ? null : JobOutcome.Released(job.Claim.Lease);

    private async Task<JobOutcome?> OutcomeAsync(HeldJob job, Place place)
    {
        var lease = job.Claim.Lease;
        try
        {
            return await run(job.Claim, place, job.Stop);
        }
        catch (OperationCanceledException) when (job.Stop.IsCancellationRequested)
        {
            return Stopped(job);
        }
        catch (Exception e)
        {
            Log.RunBroke(log, lease.JobId, e);
            return JobOutcome.Retry(lease, $"A fault of the worker ({e.GetType().Name}); its log tells more.");
        }
    }
}
