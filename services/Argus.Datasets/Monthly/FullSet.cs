using System.Collections.Concurrent;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;

namespace Argus.Datasets.Monthly;

/// <summary>The gold base and all that was accepted until the end of a month: <c>datasets/full/YYYY-MM/CLASS/</c>. The same bytes are in it once, or they could be learnt from and held out at the same time.</summary>
internal sealed class FullSet(CandidateTable candidates, DatasetStores stores, ManifestStore manifests, DatasetsOptions options)
{
    /// <summary>Makes it.</summary>
    public async Task<DatasetManifest> MakeAsync(Period month, Func<Task> check, CancellationToken cancel)
    {
        List<DatasetSkip> skipped = [];
        var wanted = await GoldAsync(month, skipped, cancel);
        // The last decision on the same bytes counts; gold counts more.
        foreach (var same in (await candidates.AcceptedBeforeAsync(month.End, cancel)).GroupBy(r => r.Sha256!))
        {
            var row = same.First();
            if (!wanted.TryGetValue(same.Key, out var taken))
            {
                wanted[same.Key] = taken = new DatasetObject
                {
                    Key = KeyOf(month, row.Class!, row.Sha256!, Path.GetExtension(row.Key!).TrimStart('.')),
                    Class = row.Class!,
                    Sha256 = row.Sha256!,
                    Bytes = row.Bytes!.Value,
                    StyleId = row.Id,
                    UserId = row.UserId,
                    Source = await SourceAsync([.. same.Select(r => r.Key!)], cancel),
                };
            }

            skipped.AddRange(same.Where(r => r.Key != taken.Source).Select(r => new DatasetSkip(r.Key!, $"The same picture as {taken.Source}, of class {taken.Class}.", r.Id)));
        }

        var (objects, gone) = await CopyAsync(month, wanted.Values, cancel);
        skipped.AddRange(gone);
        return await manifests.CompleteAsync(DatasetKind.Full, month, objects, [.. skipped.OrderBy(s => s.Source, StringComparer.Ordinal)], check, cancel);
    }

    // Of several copies of one picture some may have been deleted.
    private async Task<string> SourceAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (string key in keys.Count > 1 ? keys : [])
        {
            if (await stores.Artifacts.FindAsync(key, cancel) is not null)
                return key;
        }

        return keys[0];
    }

    private async Task<Dictionary<string, DatasetObject>> GoldAsync(Period month, List<DatasetSkip> skipped, CancellationToken cancel)
    {
        List<BlobInfo> files = [];
        await foreach (var found in stores.Artifacts.ListAsync(DatasetKeys.Gold, cancel))
            files.Add(found);
        Dictionary<string, DatasetObject> gold = [];
        foreach (var file in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            string[] parts = file.Key[DatasetKeys.Gold.Length..].Split('/');
            var photo = file.Bytes <= options.MaxBytes ? await stores.Artifacts.GetAsync(file.Key, options.MaxBytes, cancel) : null;
            string? ending = photo is null ? null : PhotoKind.EndingOf(photo.Bytes);
            if (parts.Length < 2 || !options.Classes.Contains(parts[0]))
                skipped.Add(new DatasetSkip(file.Key, "It lies in the folder of no class that there is."));
            else if (photo is null || ending is null)
                skipped.Add(new DatasetSkip(file.Key, "It is no picture of a known kind, or too large."));
            else if (!gold.TryAdd(photo.Sha256, new DatasetObject { Key = KeyOf(month, parts[0], photo.Sha256, ending), Class = parts[0], Sha256 = photo.Sha256, Bytes = photo.Bytes.Length, Source = file.Key }))
                skipped.Add(new DatasetSkip(file.Key, $"The same picture as {gold[photo.Sha256].Source}, of class {gold[photo.Sha256].Class}."));
        }

        return gold;
    }

    private async Task<(List<DatasetObject> Objects, List<DatasetSkip> Gone)> CopyAsync(Period month, IReadOnlyCollection<DatasetObject> wanted, CancellationToken cancel)
    {
        var present = await manifests.PresentAsync(DatasetKind.Full, month, cancel);
        ConcurrentBag<DatasetObject> objects = [];
        ConcurrentBag<DatasetSkip> gone = [];
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancel }, async (photo, token) =>
        {
            if (present.ContainsKey(photo.Key) || await stores.Artifacts.CopyAsync(photo.Source, photo.Key, token))
                objects.Add(photo);
            else
                gone.Add(new DatasetSkip(photo.Source, "It was deleted.", photo.StyleId));
        });
        return ([.. objects], [.. gone]);
    }

    // By content: two photos never meet under one name, and one never lies under two.
    private static string KeyOf(Period month, string name, string sha256, string ending) => $"{DatasetKeys.Folder(DatasetKind.Full, month)}{name}/{sha256[..32]}.{ending}";
}
