using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Http;
using Argus.Jobs.Media;
using Argus.Jobs.Video;

namespace Argus.Jobs.Work.Running;

/// <summary>Does a job from the picture to the delivered result. Every step may be repeated without harm.</summary>
internal sealed class JobRunner(IMediaStore media, PictureTasks tasks, VideoTask videos, WorkMetrics metrics, TimeProvider time)
{
    /// <summary>Fetches the picture, asks the model, keeps vectors, delivers the result.</summary>
    public async Task<JobOutcome> RunAsync(Claim claim, Place place, CancellationToken cancel)
    {
        var (job, lease) = (claim.Job, claim.Lease);
        using var trace = JobTrace.Begin("run", job);
        if (job.MediaStoreId < 0)
            return JobOutcome.Failed(lease, $"The media_store_id {job.MediaStoreId} is below 0: there is no such picture.");
        if (job.TaskType == JobTasks.VideoFaces)
            return await RunVideoAsync(claim, place, cancel);
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

    // Its place is among few, and FFmpeg has it, not memory: it is kept while the video comes.
    private async Task<JobOutcome> RunVideoAsync(Claim claim, Place place, CancellationToken cancel)
    {
        long begun = time.GetTimestamp();
        using var video = await media.FetchVideoAsync(claim.Job.MediaStoreId, cancel);
        metrics.Stage("fetch", time.GetElapsedTime(begun));
        if (video.Path is not { } path)
            return OutcomeOf(claim.Lease, video.Fault!);
        var (result, fault) = await videos.RunAsync(claim, path, cancel);
        return fault is null ? await DeliverAsync(claim, result!, place, cancel) : OutcomeOf(claim.Lease, fault);
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
