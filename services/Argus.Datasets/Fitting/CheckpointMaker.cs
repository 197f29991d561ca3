using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;
using Argus.Inference.Classes;

namespace Argus.Datasets.Fitting;

/// <summary>Fits centroids to a full dataset: <c>models/checkpoints/TIME/</c> with centroids.json, confusion.png and, last, report.json. They become current only where they are no worse.</summary>
internal sealed class CheckpointMaker(FaceVectors vectors, RunTable runs, DatasetStores stores, DatasetsOptions options, TimeProvider time)
{
    private const long MostBytes = 256 << 20;
    private const int FewestClasses = 2;

    /// <summary>Makes a month's checkpoint.</summary>
    /// <param name="month">Which month.</param>
    /// <param name="full">Its full dataset.</param>
    /// <param name="check">Throws where another run may be under way.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Its report, null where no model is named or too little can be learnt from; and how many photos were deleted meanwhile.</returns>
    public async Task<(FitReport? Report, int Gone)> MakeAsync(Period month, DatasetManifest full, Func<Task> check, CancellationToken cancel)
    {
        if (options.Inference is null || full.Classes.Count < FewestClasses)
            return (null, 0);
        // The name stays with the month: a run that goes on makes no second checkpoint.
        string folder = DatasetKeys.Checkpoint(await runs.CheckpointAsync(month, time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), cancel));
        if (await ReadAsync($"{folder}/report.json", DatasetsJson.Default.FitReport, cancel) is { } done)
        {
            await PromoteAsync(folder, done, cancel);
            return (done, done.Gone.Count);
        }

        var (model, faces, gone) = await vectors.OfAsync(full.Objects, cancel);
        var trained = faces.Where(f => !HeldOut.Has(f.Photo)).Select(f => f.Face).ToList();
        var heldOut = faces.Where(f => HeldOut.Has(f.Photo)).Select(f => f.Face).ToList();
        if (model is null || trained.Select(f => f.Class).Distinct(StringComparer.Ordinal).Count() < FewestClasses)
            return (null, gone.Count);
        var centroids = CentroidFit.Fit(model, trained, heldOut);
        byte[] file = JsonSerializer.SerializeToUtf8Bytes(centroids, DatasetsJson.Default.CentroidsFile);
        var matrix = new ConfusionMatrix(new CentroidClassifier(centroids), heldOut);
        var verdict = await JudgeAsync(month, matrix.Accuracy, heldOut, model, cancel);
        var report = new FitReport
        {
            Month = month.Name,
            CreatedAt = time.GetUtcNow(),
            ModelDigest = model,
            CentroidsSha256 = Convert.ToHexStringLower(SHA256.HashData(file)),
            Trained = trained.Count,
            HeldOut = heldOut.Count,
            Unusable = full.Total - faces.Count - gone.Count,
            Gone = gone,
            Accuracy = matrix.Accuracy,
            CurrentAccuracy = verdict.CurrentAccuracy,
            Classes = matrix.Names,
            Confusion = matrix.Counts,
            Promoted = verdict.Promoted,
            Reason = verdict.Reason,
        };
        await check();
        await stores.Artifacts.PutAsync($"{folder}/centroids.json", file, cancel);
        await stores.Artifacts.PutAsync($"{folder}/confusion.png", ConfusionPicture.Draw(matrix), cancel);
        await stores.Artifacts.PutAsync($"{folder}/report.json", JsonSerializer.SerializeToUtf8Bytes(report, DatasetsJson.Default.FitReport), cancel);
        await PromoteAsync(folder, report, cancel);
        return (report, gone.Count);
    }

    private async Task<Verdict> JudgeAsync(Period month, double? accuracy, List<LabelledVector> heldOut, string model, CancellationToken cancel)
    {
        if (accuracy is null)
            return new Verdict(null, false, "No face was held out, so nothing is known of how good these are.");
        if (await ReadAsync(DatasetKeys.Current, DatasetsJson.Default.CurrentCheckpoint, cancel) is not { } current)
            return new Verdict(null, true, "There were none before.");
        if (string.CompareOrdinal(current.Month, month.Name) > 0)
            return new Verdict(null, false, $"Those of a later month, {current.Month}, are current.");
        if (await ReadAsync($"{current.Checkpoint}/centroids.json", DatasetsJson.Default.CentroidsFile, cancel) is not { } centroids)
            return new Verdict(null, true, "The file of the current ones is gone.");
        if (centroids.ModelDigest != model)
            return new Verdict(null, true, "The current ones are of another model, whose vectors do not compare.");
        if (CentroidClassifier.WhyNot(centroids) is { } why)
            return new Verdict(null, true, $"The current ones cannot be used: {why}");
        double? before = new ConfusionMatrix(new CentroidClassifier(centroids), heldOut).Accuracy;
        return accuracy >= before
            ? new Verdict(before, true, "They are no worse than the current ones on the same faces.")
            : new Verdict(before, false, "They are worse than the current ones on the same faces.");
    }

    // A month that is made late, or whose run goes on late, must not take the place of a later one's.
    private async Task PromoteAsync(string folder, FitReport report, CancellationToken cancel)
    {
        var current = await ReadAsync(DatasetKeys.Current, DatasetsJson.Default.CurrentCheckpoint, cancel);
        if (!report.Promoted || string.CompareOrdinal(current?.Month, report.Month) >= 0)
            return;
        var next = new CurrentCheckpoint(folder, report.CentroidsSha256, report.ModelDigest, report.Accuracy, report.Month);
        await stores.Artifacts.PutAsync(DatasetKeys.Current, JsonSerializer.SerializeToUtf8Bytes(next, DatasetsJson.Default.CurrentCheckpoint), cancel);
    }

    private async Task<T?> ReadAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => await stores.Artifacts.GetAsync(key, MostBytes, cancel) is { } blob ? JsonSerializer.Deserialize(blob.Bytes, type) : null;
}
