using Argus.Contracts.Datasets;
using Argus.Data.Blobs;
using Argus.Data.Blobs.S3;
using Argus.Datasets.Configuration;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.Testing.Blobs;
using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Year;

/// <summary>A year of days and months on a fake clock, with real PostgreSQL and a server of S3, broken off at random.</summary>
[Collection(PostgresCollection.Name)]
public sealed class YearTests(PostgresFixture postgres, S3Server s3) : IClassFixture<S3Server>
{
    private const int Seed = 20260101;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task AYear_BrokenOffAtRandom_LosesNothingAndHoldsNothingTwice()
    {
        var random = new Random(Seed);
        var artifacts = new FaultyBlobStore(await BucketAsync("artifacts"), random, 0.01);
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Workers = 3 }, new DatasetStores(await BucketAsync("photos"), artifacts));
        var year = new YearOfUse(host, new Random(Seed + 1));
        await year.PutGoldAsync();

        int breaks = 0;
        artifacts.IsOn = true;
        // Now and then the database breaks all connections too, the one of the lock among them.
        artifacts.OnFault = () =>
        {
            if (++breaks % 7 == 0)
                host.Database.BreakAsync().GetAwaiter().GetResult();
        };
        for (int day = 1; day <= 365; day++)
        {
            await year.LiveADayAsync();
            // Some nights nothing runs: the next makes up for it.
            if (random.Next(10) > 0)
                await year.RunUntilCompleteAsync(Flow.Daily);
            if (host.Clock.GetUtcNow().Day == 1)
                await year.RunUntilCompleteAsync(Flow.Monthly);
            await year.DecideAsync();
        }

        await year.RunUntilCompleteAsync(Flow.Daily);
        artifacts.IsOn = false;
        Assert.True(artifacts.Faults > 50, $"{artifacts.Faults} faults prove little.");

        await year.AssertNothingIsLostAsync();
        await AssertRunningAllAgainChangesNothingAsync(host);
    }

    private static async Task AssertRunningAllAgainChangesNothingAsync(DatasetsHost host)
    {
        var before = await Bucket.DigestsAsync(host.Stores.Artifacts);
        var rows = await host.Database.AskAsync("SELECT * FROM argus_datasets.candidates ORDER BY style_id");
        for (var day = DateOnly.FromDateTime(Begin.UtcDateTime); day < DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime); day = day.AddDays(1))
            Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, $"{day:yyyy-MM-dd}")).State);
        for (int month = 1; month <= 12; month++)
            Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Monthly, $"2026-{month:00}")).State);

        Assert.Equal(before, await Bucket.DigestsAsync(host.Stores.Artifacts));
        Assert.Equal(rows, await host.Database.AskAsync("SELECT * FROM argus_datasets.candidates ORDER BY style_id"));
        Assert.Empty(await host.Database.AskAsync("SELECT * FROM argus_datasets.runs WHERE state = 0"));
    }

    private async Task<IBlobStore> BucketAsync(string name)
    {
        var store = new S3BlobStore(new S3Options { Endpoint = s3.Address, AccessKey = S3Server.AccessKey, SecretKey = S3Server.AccessKey, Bucket = $"{name}-{Guid.NewGuid():n}" });
        await store.EnsureBucketAsync(default);
        return store;
    }
}
