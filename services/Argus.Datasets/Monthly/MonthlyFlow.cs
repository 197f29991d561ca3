using Argus.Contracts.Datasets;
using Argus.Datasets.Fitting;
using Argus.Datasets.Layout;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;

namespace Argus.Datasets.Monthly;

/// <summary>Makes a month's datasets, verified and full, and then the centroids that are learnt from them.</summary>
internal sealed class MonthlyFlow(VerifiedSet verified, FullSet full, CheckpointMaker checkpoints, ManifestStore manifests) : IFlow
{
    /// <inheritdoc/>
    public Flow Flow => Flow.Monthly;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(Period period, Func<Task> check, CancellationToken cancel)
    {
        var month = await manifests.FindAsync(DatasetKind.Verified, period.Name, cancel) ?? await verified.MakeAsync(period, check, cancel);
        var all = await manifests.FindAsync(DatasetKind.Full, period.Name, cancel) ?? await full.MakeAsync(period, check, cancel);
        var counts = new Dictionary<string, long>
        {
            ["verified"] = month.Total,
            ["verified_skipped"] = month.Skipped.Count,
            ["full"] = all.Total,
            ["full_skipped"] = all.Skipped.Count,
        };
        var (report, gone) = await checkpoints.MakeAsync(period, all, check, cancel);
        if (report is not null)
        {
            counts["trained"] = report.Trained;
            counts["held_out"] = report.HeldOut;
            counts["unusable"] = report.Unusable;
            counts["promoted"] = report.Promoted ? 1 : 0;
        }

        if (gone > 0)
            counts["gone"] = gone;
        return counts;
    }
}
