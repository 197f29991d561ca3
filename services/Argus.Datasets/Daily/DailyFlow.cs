using System.Collections.Concurrent;
using System.Collections.Immutable;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;

namespace Argus.Datasets.Daily;

/// <summary>Collects what was predicted on a day: rows of <c>user_styles</c>, and their photos under <c>datasets/candidates/YYYY-MM-DD/CLASS/</c>.</summary>
internal sealed class DailyFlow(CandidateTable candidates, DatasetStores stores, ManifestStore manifests, DatasetsOptions options) : IFlow
{
    /// <inheritdoc/>
    public Flow Flow => Flow.Daily;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(Period period, Func<Task> check, CancellationToken cancel)
    {
        // 1. A manifest is written last: with it all is done, and what turns up later is for a later day.
        if (await manifests.FindAsync(DatasetKind.Candidates, period.Name, cancel) is { } done)
            return Counts(done, 0);

        // 2. Each prediction is taken once, by one day.
        await candidates.TakeAsync(period, cancel);

        // 3. Its photo is copied; rows that a run before has copied are passed over, but for copies that somebody has deleted since.
        var rows = await candidates.OfDayAsync(period, cancel);
        var present = await manifests.PresentAsync(DatasetKind.Candidates, period, cancel);
        var open = rows.Where(r => r.State == CandidateState.Collecting || (r.Key is not null && !present.ContainsKey(r.Key))).ToList();
        ConcurrentDictionary<long, string> lost = [];
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancel }, async (row, token) => await CopyAsync(period, row, lost, token));

        // 4. The manifest tells what the rows tell.
        rows = await candidates.OfDayAsync(period, cancel);
        var manifest = await manifests.CompleteAsync(
            DatasetKind.Candidates,
            period,
            [.. rows.Where(r => r.Key is not null && !lost.ContainsKey(r.Id)).Select(ObjectOf)],
            [.. rows.Where(r => r.Key is null || lost.ContainsKey(r.Id)).Select(r => new DatasetSkip(r.PhotoKey, lost.GetValueOrDefault(r.Id) ?? r.Reason ?? "", r.Id))],
            check,
            cancel);
        return Counts(manifest, open.Count);
    }

    private async Task CopyAsync(Period day, CandidateBody row, ConcurrentDictionary<long, string> lost, CancellationToken cancel)
    {
        var (photo, reason) = await ReadAsync(row, cancel);
        // Who decided has seen that picture and no other: the decision stays, and the month tells that there is nothing to take.
        if (row.State is CandidateState.Accepted or CandidateState.Rejected && photo?.Sha256 != row.Sha256)
        {
            lost[row.Id] = $"Its copy was deleted after it was decided on. {(photo is null ? reason : "The photo is another one now.")}";
            return;
        }

        if (photo is null)
        {
            await candidates.SkipAsync(row.Id, reason, cancel);
            return;
        }

        string name = options.Classes.Contains(row.PredictedClass) ? row.PredictedClass : DatasetKeys.OtherClass;
        string key = row.Sha256 == photo.Sha256 ? row.Key! : $"{DatasetKeys.Folder(DatasetKind.Candidates, day)}{name}/{row.Id}-{photo.Sha256[..16]}.{PhotoKind.EndingOf(photo.Bytes)}";
        await stores.Artifacts.PutAsync(key, photo.Bytes, cancel);
        await candidates.KeepAsync(row.Id, key, photo.Sha256, photo.Bytes.Length, cancel);
    }

    private async Task<(Blob? Photo, string Reason)> ReadAsync(CandidateBody row, CancellationToken cancel)
    {
        if (BlobKey.WhyNot(row.PhotoKey) is { } why)
            return (null, $"photo_key is no key: {why}");
        try
        {
            var photo = await stores.Photos.GetAsync(row.PhotoKey, options.MaxBytes, cancel);
            return photo switch
            {
                null => (null, $"There is no such photo in {options.PhotoBucket}."),
                _ when PhotoKind.EndingOf(photo.Bytes) is null => (null, "The file is no picture of a known kind."),
                _ => (photo, ""),
            };
        }
        catch (BlobStoreException error) when (error.Fault == BlobFault.TooLarge)
        {
            return (null, $"The photo has more than {options.MaxBytes} bytes (ARGUS_MAX_BYTES).");
        }
    }

    private static DatasetObject ObjectOf(CandidateBody row) => new()
    {
        Key = row.Key!,
        Class = row.PredictedClass,
        Sha256 = row.Sha256!,
        Bytes = row.Bytes!.Value,
        StyleId = row.Id,
        UserId = row.UserId,
        Source = row.PhotoKey,
    };

    private static ImmutableDictionary<string, long> Counts(DatasetManifest manifest, int copied) => ImmutableDictionary.CreateRange(new Dictionary<string, long>
    {
        ["candidates"] = manifest.Total,
        ["skipped"] = manifest.Skipped.Count,
        ["handled_now"] = copied,
    });
}
