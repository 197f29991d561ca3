using System.Collections.Concurrent;
using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;
using Argus.Inference.Classes;

namespace Argus.Datasets.Fitting;

/// <summary>The vectors of a dataset's photos, all by one model.</summary>
internal sealed class FaceVectors(FaceClient client, VectorTable table, DatasetStores stores, DatasetsOptions options)
{
    /// <summary>Computes those that are not known yet.</summary>
    /// <exception cref="DatasetException">The model cannot be asked, or was changed meanwhile.</exception>
    public async Task<FaceSet> OfAsync(IReadOnlyList<DatasetObject> photos, CancellationToken cancel)
    {
        // Which model answers is found out by asking.
        int asked = 0;
        string? model = null;
        ConcurrentDictionary<string, float[]> vectors = [];
        ConcurrentBag<DatasetObject> gone = [];
        for (; asked < photos.Count && model is null; asked++)
            model = await AskAsync(photos[asked], null, vectors, gone, cancel);
        if (model is null)
            return new FaceSet(null, [], [.. gone.Select(p => p.Key).Order(StringComparer.Ordinal)]);
        var known = await table.FindAsync([.. photos.Select(p => p.Sha256)], model, cancel);
        var open = photos.Skip(asked).Where(p => !known.ContainsKey(p.Sha256)).ToList();
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancel }, async (photo, token) => await AskAsync(photo, model, vectors, gone, token));
        foreach (var (photo, vector) in known)
            vectors.TryAdd(photo, vector);
        return new FaceSet(
            model,
            [.. photos.Where(p => vectors.TryGetValue(p.Sha256, out float[]? vector) && vector.Length > 0).Select(p => (p, new LabelledVector(p.Class, vectors[p.Sha256])))],
            [.. gone.Where(p => !vectors.ContainsKey(p.Sha256)).Select(p => p.Key).Order(StringComparer.Ordinal)]);
    }

    private async Task<string?> AskAsync(DatasetObject photo, string? model, ConcurrentDictionary<string, float[]> vectors, ConcurrentBag<DatasetObject> gone, CancellationToken cancel)
    {
        // Bounded when it was taken; by a lower bound since then it is no less known.
        if (await stores.Artifacts.GetAsync(photo.Key, Math.Max(options.MaxBytes, photo.Bytes), cancel) is not { } blob)
        {
            // Deleted by hand: the rest can be learnt from all the same.
            gone.Add(photo);
            return null;
        }

        var answer = await client.AskAsync(blob.Bytes, cancel);
        if (answer.ModelDigest is not { } digest)
        {
            vectors[photo.Sha256] = [];
            return null;
        }

        if (model is not null && digest != model)
            throw new DatasetException($"Two models answer at {options.Inference}: {model} and {digest}. Their vectors do not compare: run again once the change of models is over.");
        await table.KeepAsync(photo.Sha256, digest, answer.Vector, cancel);
        vectors[photo.Sha256] = answer.Vector ?? [];
        return digest;
    }
}
