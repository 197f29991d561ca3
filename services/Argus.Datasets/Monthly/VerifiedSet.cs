using System.Collections.Concurrent;
using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;

namespace Argus.Datasets.Monthly;

/// <summary>What was accepted in a month: <c>datasets/verified/YYYY-MM/CLASS/</c>. Each photo is in one month's.</summary>
internal sealed class VerifiedSet(CandidateTable candidates, DatasetStores stores, ManifestStore manifests, DatasetsOptions options)
{
    /// <summary>Makes it.</summary>
    public async Task<DatasetManifest> MakeAsync(Period month, Func<Task> check, CancellationToken cancel)
    {
        await candidates.TakeMonthAsync(month, cancel);
        var rows = await candidates.OfMonthAsync(month, cancel);
        var present = await manifests.PresentAsync(DatasetKind.Verified, month, cancel);
        ConcurrentBag<DatasetObject> objects = [];
        ConcurrentBag<DatasetSkip> skipped = [];
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancel }, async (row, token) =>
        {
            string key = $"{DatasetKeys.Folder(DatasetKind.Verified, month)}{row.Class}/{Path.GetFileName(row.Key)}";
            if (present.ContainsKey(key) || await stores.Artifacts.CopyAsync(row.Key!, key, token))
                objects.Add(new DatasetObject { Key = key, Class = row.Class!, Sha256 = row.Sha256!, Bytes = row.Bytes!.Value, StyleId = row.Id, UserId = row.UserId, Source = row.Key! });
            else
                skipped.Add(new DatasetSkip(row.Key!, "The candidate's copy was deleted.", row.Id));
        });
        return await manifests.CompleteAsync(DatasetKind.Verified, month, [.. objects], [.. skipped.OrderBy(s => s.StyleId)], check, cancel);
    }
}
