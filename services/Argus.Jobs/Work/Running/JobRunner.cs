using Argus.Data.Jobs;
using Argus.Jobs.Http;
using Argus.Jobs.Media;

namespace Argus.Jobs.Work.Running;

/// <summary>Does a job from the picture to the delivered result. Every step may be repeated without harm.</summary>
internal sealed class JobRunner(IMediaStore media, PictureTasks tasks, WorkMetrics metrics, TimeProvider time)
{
    /// <summary>Fetches the picture, asks the model, keeps vectors, delivers the result.</summary>
    public async Task<JobOutcome> RunAsync(Claim claim, Place place, CancellationToken cancel)
    {
        var (job, lease) = (claim.Job, claim.Lease);
        using var trace = JobTrace.Begin("run", job);
        if (job.MediaStoreId < 0)
            return JobOutcome.Failed(lease, $"The media_store_id {job.MediaStoreId} is below 0: there is no such picture.");
        long begun = time.GetTimestamp();
        var file = await place.WaitAsync(media.FetchAsync(job.MediaStoreId, cancel), comesBack: true, cancel);
        metrics.Stage("fetch", time.GetElapsedTime(begun));
        if (file.Bytes is not { } picture)
            return OutcomeOf(lease, file.Fault!);
        var (result, fault) = await tasks.RunAsync(job, picture, cancel);
        return fault is null ? await DeliverAsync(claim, result!, place, cancel) : OutcomeOf(lease, fault);
    }

    /// <summary>Delivers the result that a job has.</summary>
    public async Task<JobOutcome> DeliverAsync(Claim claim, Place place, CancellationToken cancel)
    {
        using var trace = JobTrace.Begin("deliver", claim.Job);
        return await DeliverAsync(claim, claim.Job.Result!, place, cancel);
    }

    private async Task<JobOutcome> DeliverAsync(Claim claim, string result, Place place, CancellationToken cancel)
    {
        long begun = time.GetTimestamp();
        string? why = await place.WaitAsync(media.DeliverAsync(claim.Job, result, cancel), comesBack: false, cancel);
        metrics.Stage("deliver", time.GetElapsedTime(begun));
        return why is null ? JobOutcome.Completed(claim.Lease, result) : JobOutcome.SyncFailed(claim.Lease, result, why);
    }

    private static JobOutcome OutcomeOf(Lease lease, Fault fault) => fault.Healing switch
    {
        Healing.None => JobOutcome.Failed(lease, fault.Reason),
        Healing.WhenBack => JobOutcome.Postponed(lease, fault.Reason, fault.After),
        _ => JobOutcome.Retry(lease, fault.Reason, fault.After),
    };
}
