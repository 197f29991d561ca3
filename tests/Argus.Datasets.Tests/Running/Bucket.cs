using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs;

namespace Argus.Datasets.Tests.Running;

/// <summary>Looks into a store of files.</summary>
internal static class Bucket
{
    /// <summary>Digest of every file by key.</summary>
    public static async Task<SortedDictionary<string, string>> DigestsAsync(IBlobStore store, string prefix = "")
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        await foreach (var file in store.ListAsync(prefix, default))
            found[file.Key] = (await store.GetAsync(file.Key, int.MaxValue, default))!.Sha256;
        return found;
    }

    /// <summary>A manifest; null where there is none.</summary>
    public static async Task<DatasetManifest?> ManifestAsync(IBlobStore store, string name) =>
        await store.GetAsync($"metadata/{name}.json", int.MaxValue, default) is { } blob ? JsonSerializer.Deserialize(blob.Bytes, DatasetsJson.Default.DatasetManifest) : null;

    /// <summary>Whether the objects of a manifest, and nothing else, lie in its folder, with the bytes that it tells.</summary>
    public static async Task AssertHoldsAsync(IBlobStore store, DatasetManifest manifest)
    {
        var digests = await DigestsAsync(store, $"datasets/{manifest.Kind}/{manifest.Name}/");
        Assert.Equal(manifest.Objects.Select(o => (o.Key, o.Sha256)), digests.Select(d => (d.Key, d.Value)));
        Assert.Equal(manifest.Total, manifest.Objects.Count);
        Assert.Equal(manifest.Total, manifest.Classes.Values.Sum());
    }
}
