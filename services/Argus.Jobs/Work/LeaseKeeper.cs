using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>Keeps the leases of all jobs in hand, and finds out which were cancelled or became another's.</summary>
internal sealed class LeaseKeeper(IJobStore store, HeldJobs held, TimeSpan lease, WorkMetrics metrics, TimeProvider time, ILogger log)
{
    private readonly TimeSpan _period = lease / 3;

    // Jobs change all the time; it is enough to look now and then whether one of ours did.
    private readonly TimeSpan _glance = lease / 3 < TimeSpan.FromSeconds(1) ? lease / 3 : TimeSpan.FromSeconds(1);
    private readonly Pauses _pauses = new("keep the leases of jobs", time, log);

    /// <summary>Keeps them until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var changed = store.Signals.Changes.Next;
            await Task.Delay(_glance, time, stop);
            if (_period > _glance)
                await Task.WhenAny(changed, Task.Delay(_period - _glance, time, stop));
            stop.ThrowIfCancellationRequested();
            await KeepAsync(stop);
        }
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        var jobs = held.All();
        if (jobs.Count == 0)
            return;
        try
        {
            var kept = await store.ExtendAsync([.. jobs.Select(j => j.Claim.Lease)], stop);
            _pauses.Reset();
            for (int i = 0; i < jobs.Count; i++)
            {
                if (!kept[i])
                    Lose(jobs[i]);
            }
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The work goes on: should another have got the job meanwhile, the store refuses this one's outcome.
            await _pauses.AfterAsync(e, stop);
        }
    }

    private void Lose(HeldJob job)
    {
        // Whose work has ended may be finished by now, which ends the lease as well.
        if (job.IsLost || job.HasRun || !held.Has(job))
            return;
        Log.LeaseLost(log, job.Claim.Job.Id);
        metrics.Lost(job.Claim.Job);
        job.Lose();
    }
}
