using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Datasets.Configuration;
using Argus.Datasets.Store;

namespace Argus.Datasets.Layout;

/// <summary>Writes datasets so that a manifest tells the truth: objects first, then what does not belong there is taken away, then the manifest.</summary>
internal sealed class ManifestStore(DatasetStores stores, TimeProvider time)
{
    private const long MostBytes = 1L << 30;

    /// <summary>The manifest of a dataset; null where it is not complete.</summary>
    public async Task<DatasetManifest?> FindAsync(DatasetKind kind, string name, CancellationToken cancel) =>
        await stores.Artifacts.GetAsync(DatasetKeys.Manifest(kind, name), MostBytes, cancel) is { } blob
            ? JsonSerializer.Deserialize(blob.Bytes, DatasetsJson.Default.DatasetManifest)
            : null;

    /// <summary>Completes a dataset.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="period">Which period.</param>
    /// <param name="objects">All that it holds; they must be there.</param>
    /// <param name="skipped">What it does not hold.</param>
    /// <param name="check">Called right before the manifest is written; throws where another run may be under way.</param>
    /// <param name="cancel">Breaks it off.</param>
    public async Task<DatasetManifest> CompleteAsync(DatasetKind kind, Period period, IReadOnlyList<DatasetObject> objects, IReadOnlyList<DatasetSkip> skipped, Func<Task> check, CancellationToken cancel)
    {
        await check();
        await SweepAsync(DatasetKeys.Folder(kind, period), objects, cancel);
        var manifest = new DatasetManifest
        {
            Kind = DatasetKeys.NameOf(kind),
            Name = period.Name,
            CreatedAt = time.GetUtcNow(),
            Total = objects.Count,
            Classes = new SortedDictionary<string, int>(objects.CountBy(o => o.Class).ToDictionary(), StringComparer.Ordinal),
            Objects = [.. objects.OrderBy(o => o.Key, StringComparer.Ordinal)],
            Skipped = skipped,
        };
        await check();
        await stores.Artifacts.PutAsync(DatasetKeys.Manifest(kind, period.Name), JsonSerializer.SerializeToUtf8Bytes(manifest, DatasetsJson.Default.DatasetManifest), cancel);
        return manifest;
    }

    /// <summary>Keys and sizes of what a dataset holds so far.</summary>
    public async Task<Dictionary<string, long>> PresentAsync(DatasetKind kind, Period period, CancellationToken cancel)
    {
        Dictionary<string, long> present = [];
        await foreach (var found in stores.Artifacts.ListAsync(DatasetKeys.Folder(kind, period), cancel))
            present[found.Key] = found.Bytes;
        return present;
    }

    // Of runs that broke off, and whose photos or decisions have changed since. What lacks is a fault that must not be covered by a manifest.
    private async Task SweepAsync(string folder, IReadOnlyList<DatasetObject> objects, CancellationToken cancel)
    {
        var wanted = objects.Select(o => o.Key).ToHashSet();
        List<string> extra = [];
        await foreach (var found in stores.Artifacts.ListAsync(folder, cancel))
        {
            if (!wanted.Remove(found.Key))
                extra.Add(found.Key);
        }

        if (wanted.Count > 0)
            throw new DatasetException($"{stores.Artifacts.Name}: {wanted.Count} objects of {folder} are gone while it was made, such as {wanted.Min(StringComparer.Ordinal)}. Who else writes there? Run again.");
        foreach (string key in extra)
            await stores.Artifacts.DeleteAsync(key, cancel);
    }
}
