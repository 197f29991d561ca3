using System.Threading.Channels;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Kube.Tests.Servers;
using Argus.Kube.Watch;

namespace Argus.Kube.Tests.Watch;

public sealed class ReflectorTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();
    private readonly WatchSource _source = new();
    private readonly Channel<ObjectChange<V1ConfigMap>> _changes = Channel.CreateUnbounded<ObjectChange<V1ConfigMap>>();
    private readonly Channel<Exception> _failures = Channel.CreateUnbounded<Exception>();
    private readonly CancellationTokenSource _stop = new();
    private KubernetesClient? _client;
    private Task _run = Task.CompletedTask;

    private Reflector<V1ConfigMap> Mirror { get; set; } = null!;

    public async Task InitializeAsync()
    {
        await _source.StartAsync();
        _client = new KubernetesClient(new() { Host = _source.Address }, new() { MaxRetries = 0 }, _clock, new Random(1));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(30));
        await _source.DisposeAsync();
        _client!.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Run_SeveralPages_ListsThemAllThenWatchesFromTheirVersion()
    {
        Start(new() { PageSize = 2 });
        var first = await _source.NextAsync();
        Assert.Equal("2", first.Query["limit"]);
        await first.AnswerAsync(ConfigMaps.Page(10, "next", ConfigMaps.Json("a", 1), ConfigMaps.Json("b", 2)));
        Assert.False(Mirror.IsSynced);
        var second = await _source.NextAsync();
        Assert.Equal("next", second.Query["continue"]);
        await second.AnswerAsync(ConfigMaps.Page(10, null, ConfigMaps.Json("c", 3)));

        await Mirror.WaitForSyncAsync();

        Assert.Equal(["a", "b", "c"], Names());
        var watch = await _source.NextAsync();
        Assert.Equal(("10", "true"), (watch.Query["resourceVersion"], watch.Query["allowWatchBookmarks"]));
        Assert.InRange(int.Parse(watch.Query["timeoutSeconds"], null), 300, 600);
    }

    [Fact]
    public async Task Run_PageTokenExpires_ReadsEverythingAnew()
    {
        Start(new() { PageSize = 1 });
        await (await _source.NextAsync()).AnswerAsync(ConfigMaps.Page(10, "next", ConfigMaps.Json("gone", 1)));
        await (await _source.NextAsync()).AnswerAsync(ConfigMaps.Gone("10"), 410);
        var whole = await _source.NextAsync();
        Assert.False(whole.Query.ContainsKey("limit") || whole.Query.ContainsKey("continue"));
        await whole.AnswerAsync(ConfigMaps.List(20, ConfigMaps.Json("b", 12)));

        await Mirror.WaitForSyncAsync();

        Assert.Equal(["b"], Names());
    }

    [Fact]
    public async Task Run_Events_ChangeTheSnapshotAndAreTold()
    {
        var watch = await SyncAsync(10, ConfigMaps.Json("a", 1));
        var before = Mirror.Snapshot;

        await watch.SendAsync(ConfigMaps.Event("ADDED", ConfigMaps.Json("b", 11)) + ConfigMaps.Event("MODIFIED", ConfigMaps.Json("a", 12, "y")));
        await watch.SendAsync(ConfigMaps.Event("DELETED", ConfigMaps.Json("b", 13)));

        Assert.Equal((null, "b"), Told(await ChangeAsync()));
        Assert.Equal(("a", "a"), Told(await ChangeAsync()));
        Assert.Equal(("b", null), Told(await ChangeAsync()));
        Assert.Equal(("13", "y"), (Mirror.Snapshot.ResourceVersion, Mirror.Snapshot.Find(new("a", "a"))!.Data!["k"]));
        Assert.Equal(["a"], Names());
        Assert.Equal("x", before.Find(new("a", "a"))!.Data!["k"]);
    }

    [Fact]
    public async Task Run_WatchEndsAfterABookmark_GoesOnFromIt()
    {
        var watch = await SyncAsync(10);
        await watch.SendAsync(ConfigMaps.Event("ADDED", ConfigMaps.Json("a", 11)) + ConfigMaps.Bookmark(500));
        watch.End();

        var next = await _source.NextAsync();

        Assert.True(next.IsWatch);
        Assert.Equal("500", next.Query["resourceVersion"]);
        Assert.False(_failures.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Run_CutInTheMiddleOfAnObject_GoesOnFromTheLastWholeOne()
    {
        var watch = await SyncAsync(10);
        string half = ConfigMaps.Event("ADDED", ConfigMaps.Json("b", 12));
        await watch.SendAsync(ConfigMaps.Event("ADDED", ConfigMaps.Json("a", 11)) + half[..^20]);
        await ChangeAsync();
        watch.End();

        var next = await _source.NextAsync();

        Assert.IsAssignableFrom<IOException>(await FailureAsync());
        Assert.Equal((true, "11"), (next.IsWatch, next.Query["resourceVersion"]));
        await next.SendAsync(half);
        Assert.Equal((null, "b"), Told(await ChangeAsync()));
        Assert.Equal(["a", "b"], Names());
    }

    [Fact]
    public async Task Run_ConnectionBreaks_GoesOnFromTheLastVersion()
    {
        var watch = await SyncAsync(10);
        await watch.SendAsync(ConfigMaps.Event("ADDED", ConfigMaps.Json("a", 11)));
        await ChangeAsync();
        watch.Break();

        var next = await _source.NextAsync();

        Assert.Equal((true, "11"), (next.IsWatch, next.Query["resourceVersion"]));
    }

    [Fact]
    public async Task Run_VersionTooOldInTheWatch_ListsAgainAndTellsTheDifference()
    {
        var watch = await SyncAsync(10, ConfigMaps.Json("same", 1), ConfigMaps.Json("changed", 2), ConfigMaps.Json("deleted", 3));
        await watch.SendAsync(ConfigMaps.Event("ERROR", ConfigMaps.Gone("10")));

        var list = await _source.NextAsync();
        Assert.False(list.IsWatch);
        Assert.Equal(3, Mirror.Snapshot.Objects.Count);
        await list.AnswerAsync(ConfigMaps.List(900, ConfigMaps.Json("same", 1), ConfigMaps.Json("changed", 800, "y"), ConfigMaps.Json("new", 850)));

        var told = new[] { Told(await ChangeAsync()), Told(await ChangeAsync()), Told(await ChangeAsync()) };
        Assert.Equal([(null, "new"), ("changed", "changed"), ("deleted", null)], told.Order());
        Assert.Equal("900", (await _source.NextAsync()).Query["resourceVersion"]);
        Assert.False(_changes.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Run_ServerAwayForHalfAMinute_KeepsTheSnapshotAndComesBack()
    {
        var watch = await SyncAsync(10, ConfigMaps.Json("kept", 1), ConfigMaps.Json("deleted", 2));
        await _source.StopAsync();
        var away = TimeSpan.Zero;
        var waits = new List<TimeSpan>();
        while (away < TimeSpan.FromSeconds(30))
        {
            var wait = await _clock.TimerAsync(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(29.9));
            Assert.Equal(["deleted", "kept"], Names());
            waits.Add(wait);
            away += wait;
            if (away >= TimeSpan.FromSeconds(30))
                await _source.StartAsync();
            _clock.Advance(wait);
        }

        Assert.InRange(waits.Count, 4, 8);
        Assert.True(waits.Zip(waits.Skip(1)).All(p => p.Second > p.First), string.Join(' ', waits));
        var again = await _source.NextAsync();
        Assert.Equal((true, "10"), (again.IsWatch, again.Query["resourceVersion"]));
        await again.SendAsync(ConfigMaps.Event("ERROR", ConfigMaps.Gone("10")));
        await (await _source.NextAsync()).AnswerAsync(ConfigMaps.List(20, ConfigMaps.Json("kept", 1)));
        Assert.Equal(("deleted", null), Told(await ChangeAsync()));
        Assert.True(Mirror.IsSynced);
    }

    [Fact]
    public async Task Run_FailsForLong_WaitsNeverMoreThanHalfAMinute()
    {
        await _source.StopAsync();
        Start(new());
        var longest = TimeSpan.Zero;
        for (int i = 0; i < 12; i++)
        {
            var wait = await _clock.TimerAsync(TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
            if (wait == TimeSpan.FromSeconds(30))
                continue; // the limit of the request itself
            longest = wait > longest ? wait : longest;
            _clock.Advance(wait);
        }

        Assert.InRange(longest, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(30));
        Assert.False(Mirror.IsSynced);
    }

    [Fact]
    public async Task Run_WatchesThatEndAtOnce_AreNotAskedForInAStorm()
    {
        var watch = await SyncAsync(10);
        watch.End();

        var wait = await _clock.TimerAsync(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));

        Assert.InRange(wait, TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(800));
        _clock.Advance(wait);
        Assert.True((await _source.NextAsync()).IsWatch);
    }

    [Fact]
    public async Task Run_SilentWatch_IsGivenUpAfterItsTime()
    {
        await SyncAsync(10);

        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.IsType<TimeoutException>(await FailureAsync());
        await NextTryAsync();
        Assert.Equal("10", (await _source.NextAsync()).Query["resourceVersion"]);
    }

    [Fact]
    public async Task Run_GroupAndTrim_KeepWhatWasAskedFor()
    {
        Start(new()
        {
            GroupBy = m => m.Data!["k"] == "none" ? null : new ObjectKey("a", m.Data["k"]),
            Trim = m => m with { Metadata = m.Metadata with { Annotations = new Dictionary<string, string> { ["trimmed"] = "yes" } } },
        });
        await (await _source.NextAsync()).AnswerAsync(ConfigMaps.List(10, ConfigMaps.Json("a", 1, "one"), ConfigMaps.Json("b", 2, "one"), ConfigMaps.Json("c", 3, "none")));
        await Mirror.WaitForSyncAsync();
        Assert.Equal(["a", "b"], Group("one"));
        Assert.Empty(Group("none"));
        Assert.All(Mirror.Snapshot.Objects.Values, m => Assert.Equal("yes", m.Metadata.Annotations!["trimmed"]));
        await ChangeAsync(3);

        var watch = await _source.NextAsync();
        await watch.SendAsync(ConfigMaps.Event("MODIFIED", ConfigMaps.Json("b", 11, "two")) + ConfigMaps.Event("ADDED", ConfigMaps.Json("d", 12, "two")));
        await ChangeAsync(2);
        Assert.Equal(["a"], Group("one"));
        Assert.Equal(["b", "d"], Group("two"));
        await watch.SendAsync(ConfigMaps.Event("DELETED", ConfigMaps.Json("a", 13, "one")));
        await ChangeAsync();

        Assert.Empty(Group("one"));
        Assert.Equal("yes", Mirror.Snapshot.Group(new("a", "two"))[0].Metadata.Annotations!["trimmed"]);
    }

    private void Start(ReflectorOptions<V1ConfigMap> options)
    {
        Mirror = new Reflector<V1ConfigMap>(_client!, options with
        {
            Namespace = "a",
            OnChange = c => _changes.Writer.TryWrite(c),
            OnFailure = (e, _) => _failures.Writer.TryWrite(e),
        });
        _run = Mirror.RunAsync(_stop.Token);
    }

    /// <summary>Starts with a list, and returns the watch that follows.</summary>
    private async Task<PendingRequest> SyncAsync(int version, params string[] items)
    {
        Start(new());
        await (await _source.NextAsync()).AnswerAsync(ConfigMaps.List(version, items));
        await Mirror.WaitForSyncAsync();
        await ChangeAsync(items.Length);
        var watch = await _source.NextAsync();
        // The headers, so that the client has the watch in its hands.
        await watch.SendAsync("");
        return watch;
    }

    private async Task NextTryAsync() => _clock.Advance(await _clock.TimerAsync(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)));

    private async Task<ObjectChange<V1ConfigMap>> ChangeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _changes.Reader.ReadAsync(limit.Token);
    }

    private async Task<Exception> FailureAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _failures.Reader.ReadAsync(limit.Token);
    }

    private async Task ChangeAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await ChangeAsync();
    }

    private static (string? Old, string? New) Told(ObjectChange<V1ConfigMap> change) => (change.Old?.Metadata.Name, change.New?.Metadata.Name);

    private IEnumerable<string> Names() => Mirror.Snapshot.Objects.Keys.Select(k => k.Name).Order(StringComparer.Ordinal);

    private IEnumerable<string?> Group(string owner) => Mirror.Snapshot.Group(new("a", owner)).Select(m => m.Metadata.Name).Order(StringComparer.Ordinal);
}
