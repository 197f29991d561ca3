using Argus.Contracts.Datasets;
using Argus.Data.Blobs.Folder;
using Argus.Datasets.Configuration;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Argus.Testing.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Datasets.Tests.Running;

/// <summary>The service itself, with a database of its own and its files in a temporary folder.</summary>
internal sealed class DatasetsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private DatasetsHost(WebApplication app, TemporaryFolder folder, TestDatabase database, FakeTimeProvider clock)
    {
        (_app, _folder, Database, Clock) = (app, folder, database, clock);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; }

    /// <summary>Its clock; it begins on 2026-01-01.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>Its stores of files.</summary>
    public DatasetStores Stores => _app.Services.GetRequiredService<DatasetStores>();

    /// <summary>Its table of candidates.</summary>
    public CandidateTable Candidates => _app.Services.GetRequiredService<CandidateTable>();

    /// <summary>Its history.</summary>
    public RunTable Runs => _app.Services.GetRequiredService<RunTable>();

    /// <summary>What makes up for missed periods.</summary>
    public CatchUp CatchUp => _app.Services.GetRequiredService<CatchUp>();

    /// <summary>Starts it.</summary>
    /// <param name="server">Where its database is made.</param>
    /// <param name="change">Changes settings; without it nobody is asked for a token, and nothing is fitted.</param>
    /// <param name="stores">In place of folders.</param>
    public static async Task<DatasetsHost> StartAsync(PostgresServer server, Func<DatasetsOptions, DatasetsOptions>? change = null, DatasetStores? stores = null)
    {
        var folder = new TemporaryFolder();
        var database = await TestDatabase.CreateAsync(server);
        var clock = new FakeTimeProvider();
        var options = new DatasetsOptions
        {
            Host = "127.0.0.1",
            Port = 0,
            Database = database.ConnectionString,
            Trust = new TrustOptions { Kind = TrustKind.Disabled },
            LogLevel = LogLevel.None,
        };
        stores ??= new DatasetStores(new FolderBlobStore(folder.At("photos")), new FolderBlobStore(folder.At("artifacts")));
        var app = await DatasetsApp.CreateAsync(change?.Invoke(options) ?? options, clock, stores);
        await app.StartAsync();
        return new DatasetsHost(app, folder, database, clock);
    }

    /// <summary>Puts a photo where users' photos are, and writes its prediction.</summary>
    public async Task<long> PredictAsync(string user, string name, DateTimeOffset at, string? content = null)
    {
        string key = $"{user}/photo_{content ?? $"{at:yyyyMMddHHmm}"}.jpg";
        await Stores.Photos.PutAsync(key, Photos.Of(content ?? $"{user} {at}"), default);
        return await Database.PredictAsync(user, key, name, at);
    }

    /// <summary>Runs a period, and waits for the end.</summary>
    public async Task<RunBody> RunAsync(Flow flow, string date)
    {
        Assert.True(Period.TryParse(flow, date, out var period));
        return (await _app.Services.GetRequiredService<RunKeeper>().RunAsync(period, default))!;
    }

    /// <summary>Takes and keeps the lock of a period, as another process does.</summary>
    public async Task<IAsyncDisposable> HoldAsync(Flow flow, string date)
    {
        Assert.True(Period.TryParse(flow, date, out var period));
        return (await PeriodLock.TryTakeAsync(_app.Services.GetRequiredService<DatasetsDatabase>(), period, default))!;
    }

    /// <summary>A manifest; the dataset must be complete.</summary>
    public async Task<DatasetManifest> ManifestAsync(string key) => (await Bucket.ManifestAsync(Stores.Artifacts, key))!;

    /// <summary>Sets the clock.</summary>
    public void MoveTo(DateTimeOffset moment) => Clock.Advance(moment - Clock.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
