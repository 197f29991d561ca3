using System.Threading.Channels;
using Argus.Data;
using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

#pragma warning disable CA1001 // The semaphore has no handle, and writing may end after everything else.
/// <summary>Writes how jobs ended, all that are there at once: many share one transaction, and where few end none waits for company.</summary>
internal sealed class Finisher(IJobStore store, HeldJobs held, WorkMetrics metrics, TimeProvider time, ILogger log)
#pragma warning restore CA1001
{
    private const int Most = 256;

    // An outcome that no store takes must not stop all others; one that fails for the store's own sake is not that.
    private const int MostTries = 10;

    private readonly SemaphoreSlim _apart = new(Most, Most);

    // Full means that the store is away: work then waits with its outcomes instead of adding to them.
    private readonly Channel<Outcome> _queue = Channel.CreateBounded<Outcome>(new BoundedChannelOptions(4 * Most) { SingleReader = true });

    /// <summary>Adds the end of a job; waits where too many are there.</summary>
    public ValueTask AddAsync(HeldJob job, JobOutcome outcome) => _queue.Writer.WriteAsync(new(job, outcome));

    /// <summary>Writes until it is stopped.</summary>
    /// <param name="abandon">Leaves what is not written.</param>
    public async Task RunAsync(CancellationToken abandon)
    {
        var batch = new List<Outcome>(Most);
        var gathering = new Gathering(time);
        while (true)
        {
            await _queue.Reader.WaitToReadAsync(abandon);
            await gathering.NextAsync(abandon);
            batch.Clear();
            while (batch.Count < Most && _queue.Reader.TryRead(out var outcome))
                batch.Add(outcome);
            gathering.Took(batch.Count);
            await WriteAsync(batch, abandon);
        }
    }

    private async Task WriteAsync(IReadOnlyList<Outcome> batch, CancellationToken abandon)
    {
        var pauses = new Pauses("write how jobs ended", time, log);
        while (true)
        {
            try
            {
                await WriteOnceAsync(batch, abandon);
                pauses.Reset();
                return;
            }
            catch (JobStoreException e) when (e.Fault != JobStoreFault.Other)
            {
                await pauses.AfterAsync(e, abandon);
            }
            catch (Exception) when (!abandon.IsCancellationRequested)
            {
                // One of them is to blame: the others shall not wait for it.
                foreach (var one in batch)
                {
                    await _apart.WaitAsync(abandon);
                    _ = Task.Run(() => WriteApartAsync(one, abandon), CancellationToken.None);
                }

                return;
            }
        }
    }

    private async Task WriteApartAsync(Outcome outcome, CancellationToken abandon)
    {
        var pauses = new Pauses("write how a job ended", time, log);
        try
        {
            while (true)
            {
                try
                {
                    await WriteOnceAsync([outcome], abandon);
                    return;
                }
                catch (Exception e) when (pauses.Failures == MostTries && !abandon.IsCancellationRequested)
                {
                    Log.OutcomeGivenUp(log, outcome.Job.Claim.Job.Id, e);
                    held.Remove(outcome.Job);
                    outcome.Job.Done();
                    return;
                }
                catch (Exception e) when (!abandon.IsCancellationRequested)
                {
                    await pauses.AfterAsync(e, abandon);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends: another one does the job again.
        }
        finally
        {
            _apart.Release();
        }
    }

    private async Task WriteOnceAsync(IReadOnlyList<Outcome> batch, CancellationToken abandon)
    {
        var answers = await store.FinishAsync([.. batch.Select(b => b.Ending)], abandon);
        for (int i = 0; i < batch.Count; i++)
            End(batch[i], answers[i]);
    }

    private void End(Outcome outcome, bool isWritten)
    {
        var (job, ending) = outcome;
        if (isWritten)
            metrics.Ended(job.Claim.Job, ending);
        else
            metrics.Lost(job.Claim.Job);
        // First, so that nobody who is told waits for it.
        held.Remove(job);
        job.Done();
    }

    private readonly record struct Outcome(HeldJob Job, JobOutcome Ending);
}
