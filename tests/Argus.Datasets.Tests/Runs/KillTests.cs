using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Data.Blobs.Folder;
using Argus.Datasets.Tests.Running;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Processes;

namespace Argus.Datasets.Tests.Runs;

/// <summary>The program as a CronJob's pod runs it, killed in the middle of its work.</summary>
[Collection(PostgresCollection.Name)]
public sealed class KillTests(PostgresFixture postgres)
{
    private const int Photos = 800;
    private const string Day = "2026-03-05";
    private const string Month = "2026-03";

    [PostgresFact]
    public async Task Daily_KilledAgainAndAgain_EndsWithAllOfItOnce()
    {
        using var folder = new TemporaryFolder();
        await using var database = await TestDatabase.CreateAsync(postgres.Server);
        using var users = new FolderBlobStore(folder.At("style-photos"));
        using var artifacts = new FolderBlobStore(folder.At("ml-artifacts"));
        var program = new DatasetProgram(folder, database);
        // The first start makes the tables.
        await program.RunAsync("daily", "--date", "2026-03-04");
        var at = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < Photos; i++)
        {
            await users.PutAsync($"user{i}/p.jpg", Running.Photos.Of($"photo {i}"), default);
            await database.PredictAsync($"user{i}", $"user{i}/p.jpg", "Soft", at);
        }

        foreach (int files in (int[])[1, 3, 40, 20, 60])
            Assert.True(await program.KillAfterAsync(files, "daily", "--date", Day));
        await program.RunAsync("daily", "--date", Day);

        var manifest = (await Bucket.ManifestAsync(artifacts, $"candidates/{Day}"))!;
        await Bucket.AssertHoldsAsync(artifacts, manifest);
        Assert.Equal(Enumerable.Range(1, Photos).Select(i => (long?)i), manifest.Objects.Select(o => o.StyleId).Order());
        var states = await database.AskAsync("SELECT state, count(*) FROM argus_datasets.runs GROUP BY state ORDER BY state");
        Assert.Equal(["1|2", "3|5"], states);
    }

    [PostgresFact]
    public async Task Monthly_KilledAtRandomMoments_EndsAsTheOneThatNeverWas()
    {
        DatasetProgram? running = null;
        await using var model = await FaceModel.StartAsync(onAsked: () => running?.Step());
        var address = new Uri(model.Urls.Single());
        var random = new Random(20260301);
        int kills = 0;

        var whole = await MonthAsync(address, program => program.RunAsync("monthly", "--date", Month));
        var killed = await MonthAsync(address, async program =>
        {
            running = program;
            // While photos are copied, while their vectors are asked for, and while the checkpoint is written.
            while (await program.KillAfterAsync(random.Next(1, 80), "monthly", "--date", Month))
                kills++;
            await program.RunAsync("monthly", "--date", Month);
        });

        Assert.True(kills >= 3, $"{kills} kills prove little.");
        Assert.Equal(whole, killed);
    }

    [Fact]
    public async Task Start_WithoutSettings_NamesWhatLacks()
    {
        await using var run = new ProgramRun("Argus.Datasets", ["daily"], new Dictionary<string, string> { ["DB_HOST"] = "" });
        await run.EndedAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("DB_HOST is not set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("weekly")]
    [InlineData("daily --date yesterday")]
    [InlineData("daily 2026-03-05")]
    public async Task Start_WithArgumentsThatMakeNoSense_TellsHowItIsCalled(string arguments)
    {
        await using var run = new ProgramRun("Argus.Datasets", arguments.Split(' '), new Dictionary<string, string>());
        await run.EndedAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("argus-datasets [daily | monthly", StringComparison.Ordinal));
    }

    // Gold, and a day's predictions that were all decided on; what a month's runs make of them, but for the times.
    private async Task<string> MonthAsync(Uri model, Func<DatasetProgram, Task> run)
    {
        using var folder = new TemporaryFolder();
        await using var database = await TestDatabase.CreateAsync(postgres.Server);
        using var users = new FolderBlobStore(folder.At("style-photos"));
        using var artifacts = new FolderBlobStore(folder.At("ml-artifacts"));
        var program = new DatasetProgram(folder, database, model);
        await program.RunAsync("daily", "--date", "2026-03-04");
        var at = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < 80; i++)
        {
            string name = i % 2 == 0 ? "Fire" : "Soft";
            await artifacts.PutAsync($"datasets/gold/{name}/{i}.jpg", Running.Photos.Of($"{name} gold {i}"), default);
            await users.PutAsync($"user{i}/p.jpg", Running.Photos.Of($"{name} {i}"), default);
            await database.PredictAsync($"user{i}", $"user{i}/p.jpg", "Soft", at);
        }

        await program.RunAsync("daily", "--date", Day);
        await database.AskAsync("UPDATE argus_datasets.candidates SET state = 2, class = CASE style_id % 2 WHEN 1 THEN 'Fire' ELSE 'Soft' END, decided_by = 'ann', decided_at = '2026-03-10T00:00:00Z'");

        await run(program);

        var current = JsonSerializer.Deserialize((await artifacts.GetAsync("models/current.json", 1 << 20, default))!.Bytes, DatasetsJson.Default.CurrentCheckpoint)!;
        var report = JsonSerializer.Deserialize((await artifacts.GetAsync($"{current.Checkpoint}/report.json", 1 << 20, default))!.Bytes, DatasetsJson.Default.FitReport)!;
        List<string> made = [$"{current with { Checkpoint = "" }} {report.Trained} {report.HeldOut} {report.Promoted} {report.Reason}"];
        foreach (string name in (string[])["candidates/2026-03-05", "verified/2026-03", "full/2026-03"])
        {
            var manifest = (await Bucket.ManifestAsync(artifacts, name))!;
            await Bucket.AssertHoldsAsync(artifacts, manifest);
            made.Add(JsonSerializer.Serialize(manifest with { CreatedAt = at }, DatasetsJson.Default.DatasetManifest));
        }

        // One checkpoint, and nothing that a killed run left behind.
        made.AddRange((await Bucket.DigestsAsync(artifacts)).Keys.Select(key => key.Replace(current.Checkpoint, "checkpoint", StringComparison.Ordinal)));
        Assert.Empty(await database.AskAsync("SELECT 1 FROM argus_datasets.runs WHERE state = 0"));
        return string.Join('\n', made);
    }
}
