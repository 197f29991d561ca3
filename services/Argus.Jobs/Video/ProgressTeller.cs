using Argus.Contracts.Jobs;
using Argus.Data.Jobs;

namespace Argus.Jobs.Video;

/// <summary>Tells the store how far a job is, at most once a second: each time is a write, and wakes all who listen to jobs.</summary>
internal sealed class ProgressTeller(IJobStore store, Lease lease, TimeProvider time)
{
    /// <summary>Between two writes.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long? _told;

    /// <summary>Tells it, unless that was done a moment ago.</summary>
    public async Task TellAsync(long frames, long? total, CancellationToken cancel)
    {
        if (_told is { } told && time.GetElapsedTime(told) < Pause)
            return;
        _told = time.GetTimestamp();
        try
        {
            // A lease that is lost ends the work by itself.
            await store.ReportAsync(lease, new JobProgress(frames, total), cancel);
        }
        catch (JobStoreException)
        {
            // The work goes on without being shown.
        }
    }
}
