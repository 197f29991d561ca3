using Argus.Kube.Client;
using Argus.Kube.Tests.Recordings;
using Argus.Kube.Tests.Servers;
using Argus.Kube.Watch;
using Argus.Testing;

namespace Argus.Kube.Tests.Watch;

/// <summary>The reflector on recorded lists and watches.</summary>
public sealed class RecordedWatchTests
{
    [DataFact]
    public async Task Run_RecordedListAndWatch_TellsEveryChangeInOrder()
    {
        var list = Story.Step("watch/list-then-watch.json", 2);
        var watch = Story.Step("watch/list-then-watch.json", 3);

        var (told, requests) = await MirrorAsync("watch3", 6, list, watch);

        Assert.Equal(["+before", "+one", "~one", "~one", "-one", "-before"], told);
        Assert.Equal("1867", requests[1].Query["resourceVersion"]);
        Assert.Equal("1872", requests[2].Query["resourceVersion"]);
    }

    [DataFact]
    public async Task Run_RecordedTooOldVersionAfterARestart_ListsAgainAndWatchesFromThere()
    {
        const string story = "faults/server-is-killed.json";
        var (before, tooOld, list, watch) = (Story.Step(story, 21), Story.Step(story, 20), Story.Step(story, 21), Story.Step(story, 22));

        var (told, requests) = await MirrorAsync("fault", 2, before, tooOld, list, watch);

        // The list is the same as before: nothing is told twice.
        Assert.Equal(["+before-server-is-killed", "+before-server-stops-gracefully"], told.Order());
        Assert.Equal([false, true, false, true], requests.Take(4).Select(r => r.Query.ContainsKey("watch")));
        Assert.Equal("312", requests[3].Query["resourceVersion"]);
    }

    /// <summary>Plays the exchanges one after the other, and stops at the request that comes after them.</summary>
    private static async Task<(List<string> Told, List<(string Path, IReadOnlyDictionary<string, string> Query)> Requests)> MirrorAsync(
        string ns, int changes, params Exchange[] exchanges)
    {
        var queue = new Queue<Exchange>(exchanges);
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        await using var server = await KubeTestServer.StartAsync(async c =>
        {
            if (queue.TryDequeue(out var next))
            {
                await ReplayAnswer.WriteAsync(c, next);
                return;
            }

            finished.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, c.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var clock = new TestClock();
        using var client = new KubernetesClient(new() { Host = server.Address }, new() { MaxRetries = 0 }, clock, new Random(1));
        var told = new List<string>();
        var mirror = new Reflector<RecordedModel>(client, new ReflectorOptions<RecordedModel>
        {
            Namespace = ns,
            OnChange = c => told.Add($"{(c.Old is null ? '+' : c.New is null ? '-' : '~')}{c.Key.Name}"),
            OnFailure = (_, wait) => Assert.Equal(TimeSpan.Zero, wait),
        });

        var run = mirror.RunAsync(stop.Token);
        await finished.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await run;

        Assert.Equal(changes, told.Count);
        return (told, [.. server.Received.Select(r => (r.Path, (IReadOnlyDictionary<string, string>)Exchange.Parse(r.Path)))]);
    }
}
