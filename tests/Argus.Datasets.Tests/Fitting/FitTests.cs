using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Datasets.Fitting;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.Inference.Classes;
using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Fitting;

/// <summary>Centroids from gold photos whose bytes say which vector a model over the wire answers.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FitTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task Run_WithAModel_WritesACheckpointAndPromotesIt()
    {
        await using var model = await FaceModel.StartAsync();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Inference = new Uri(model.Urls.Single()) });
        await PutGoldAsync(host, 40);
        host.MoveTo(April);

        var run = await host.RunAsync(Flow.Monthly, "2026-03");

        Assert.Equal((RunState.Completed, null), (run.State, run.Error));
        var current = await ReadAsync(host, "models/current.json", DatasetsJson.Default.CurrentCheckpoint);
        Assert.Equal("models/checkpoints/20260401T010000Z", current!.Checkpoint);
        var report = (await ReadAsync(host, $"{current.Checkpoint}/report.json", DatasetsJson.Default.FitReport))!;
        Assert.Equal((80, true, 1.0), (report.Trained + report.HeldOut, report.Promoted, report.Accuracy));
        Assert.True(report.HeldOut > 5);
        var file = (await host.Stores.Artifacts.GetAsync($"{current.Checkpoint}/centroids.json", 1 << 20, default))!;
        Assert.Equal(current.CentroidsSha256, file.Sha256);
        var centroids = JsonSerializer.Deserialize(file.Bytes, DatasetsJson.Default.CentroidsFile)!;
        Assert.Null(CentroidClassifier.WhyNot(centroids));
        Assert.Equal([("Fire", 0), ("Soft", 1)], centroids.Classes.Select((c, i) => (c.Name, i)));
        Assert.Equal((byte)0x89, (await host.Stores.Artifacts.GetAsync($"{current.Checkpoint}/confusion.png", 1 << 20, default))!.Bytes[0]);
    }

    [PostgresFact]
    public async Task Run_WithWorseCentroids_KeepsTheCurrentOnes()
    {
        await using var model = await FaceModel.StartAsync();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Inference = new Uri(model.Urls.Single()) });
        await PutGoldAsync(host, 40);
        host.MoveTo(April);
        await host.RunAsync(Flow.Monthly, "2026-03");
        foreach (string key in (await Bucket.DigestsAsync(host.Stores.Artifacts, "datasets/gold/")).Keys)
            await host.Stores.Artifacts.DeleteAsync(key, default);
        // What is learnt from lies in the wrong folder, what is held out in the right one.
        for (int i = 0; i < 80; i++)
        {
            foreach (var (name, other) in ((string, string)[])[("Fire", "Soft"), ("Soft", "Fire")])
            {
                byte[] photo = Photos.Of($"{name} new {i}");
                bool isHeldOut = HeldOut.Has(new DatasetObject { Key = "", Class = "", Sha256 = new Blob(photo).Sha256, Bytes = 1, Source = "" });
                await host.Stores.Artifacts.PutAsync($"datasets/gold/{(isHeldOut ? name : other)}/{name}{i}.jpg", photo, default);
            }
        }

        host.MoveTo(April.AddMonths(1));
        await host.RunAsync(Flow.Monthly, "2026-04");

        var report = (await ReadAsync(host, "models/checkpoints/20260501T010000Z/report.json", DatasetsJson.Default.FitReport))!;
        Assert.Equal((0.0, 1.0, false), (report.Accuracy, report.CurrentAccuracy, report.Promoted));
        Assert.Equal("models/checkpoints/20260401T010000Z", (await ReadAsync(host, "models/current.json", DatasetsJson.Default.CurrentCheckpoint))!.Checkpoint);
    }

    [PostgresFact]
    public async Task Run_OfAMonthThatIsMadeLate_LeavesThoseOfALaterMonth()
    {
        await using var model = await FaceModel.StartAsync();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Inference = new Uri(model.Urls.Single()) });
        await PutGoldAsync(host, 40);
        host.MoveTo(April.AddMonths(1));
        await host.RunAsync(Flow.Monthly, "2026-04");

        host.MoveTo(April.AddMonths(1).AddDays(1));
        await host.RunAsync(Flow.Monthly, "2026-03");

        var report = (await ReadAsync(host, "models/checkpoints/20260502T010000Z/report.json", DatasetsJson.Default.FitReport))!;
        Assert.Equal((false, "Those of a later month, 2026-04, are current."), (report.Promoted, report.Reason));
        var current = (await ReadAsync(host, "models/current.json", DatasetsJson.Default.CurrentCheckpoint))!;
        Assert.Equal(("models/checkpoints/20260501T010000Z", "2026-04"), (current.Checkpoint, current.Month));
    }

    [PostgresFact]
    public async Task Run_WhereTheModelIsAway_FailsAndGoesOnLater()
    {
        var model = await FaceModel.StartAsync();
        var address = new Uri(model.Urls.Single());
        await model.DisposeAsync();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Inference = address });
        await PutGoldAsync(host, 10);
        host.MoveTo(April);
        var failing = host.RunAsync(Flow.Monthly, "2026-03");
        while (!failing.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(RunState.Failed, (await failing).State);
        Assert.Contains("model at", (await failing).Error);
        Assert.NotNull(await host.ManifestAsync("full/2026-03"));
        await using var back = await FaceModel.StartAsync(address);
        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Monthly, "2026-03")).State);
        Assert.NotNull(await ReadAsync(host, "models/current.json", DatasetsJson.Default.CurrentCheckpoint));
    }

    [PostgresFact]
    public async Task Run_WherePhotosOfTheFullDatasetWereDeleted_LearnsFromTheRest()
    {
        await using var model = await FaceModel.StartAsync();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Inference = new Uri(model.Urls.Single()) });
        await PutGoldAsync(host, 10);
        host.MoveTo(April);
        await host.RunAsync(Flow.Monthly, "2026-03");
        // As if the run had been killed before it asked for the first vector.
        await host.Database.AskAsync("DELETE FROM argus_datasets.vectors");
        foreach (string key in (await Bucket.DigestsAsync(host.Stores.Artifacts, "models/")).Keys)
            await host.Stores.Artifacts.DeleteAsync(key, default);
        string[] keys = [.. (await host.ManifestAsync("full/2026-03")).Objects.Select(o => o.Key)];
        await host.Stores.Artifacts.DeleteAsync(keys[0], default);
        await host.Stores.Artifacts.DeleteAsync(keys[7], default);

        var run = await host.RunAsync(Flow.Monthly, "2026-03");

        Assert.Equal((RunState.Completed, null, 2L, 18L), (run.State, run.Error, run.Counts["gone"], run.Counts["trained"] + run.Counts["held_out"]));
        var current = await ReadAsync(host, "models/current.json", DatasetsJson.Default.CurrentCheckpoint);
        Assert.Equal([keys[0], keys[7]], (await ReadAsync(host, $"{current!.Checkpoint}/report.json", DatasetsJson.Default.FitReport))!.Gone);
    }

    private static async Task PutGoldAsync(DatasetsHost host, int each)
    {
        for (int i = 0; i < each; i++)
        {
            await host.Stores.Artifacts.PutAsync($"datasets/gold/Fire/{i}.jpg", Photos.Of($"Fire {i}"), default);
            await host.Stores.Artifacts.PutAsync($"datasets/gold/Soft/{i}.jpg", Photos.Of($"Soft {i}"), default);
        }
    }

    private static async Task<T?> ReadAsync<T>(DatasetsHost host, string key, JsonTypeInfo<T> type)
        where T : class => await host.Stores.Artifacts.GetAsync(key, 1 << 20, default) is { } blob ? JsonSerializer.Deserialize(blob.Bytes, type) : null;
}
