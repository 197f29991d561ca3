using System.Text.Json.Nodes;
using Argus.LocalCluster.Node.Processes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Node;

/// <summary>The whole local cluster killed with -9 again and again, while pods start, crash and stop.</summary>
public sealed class NodeKillTests : IDisposable
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Cluster_KilledAgainAndAgain_RunsEveryPodOnceAndNoneThatIsGone()
    {
        string data = _folder.At("data");
        var random = new Random(17);
        for (int round = 0; round < 4; round++)
        {
            await using var cluster = await StartAsync(data);
            await CreateAsync(cluster, $"steady-{round}", "while :; do sleep 0.5; done");
            await CreateAsync(cluster, $"crash-{round}", "exit 3");
            if (round > 0)
                await cluster.SendAsync("DELETE", $"{Pods}/steady-{round - 1}");
            // Somewhere between the first thing that happens and the last.
            await WatchAsync(cluster, random.Next(1, 12));
            await cluster.KillAloneAsync();
        }

        await using (var last = await StartAsync(data))
        {
            for (int round = 0; round < 3; round++)
                await UntilAsync(last, $"steady-{round}", (code, _) => code == 404);
            var (_, steady) = await UntilAsync(last, "steady-3", (_, pod) => (string?)pod?["status"]?["phase"] == "Running");
            Assert.Equal(0, (int)steady!["status"]!["containerStatuses"]![0]!["restartCount"]!);
            var (_, crashed) = await UntilAsync(last, "crash-0", (_, pod) => pod?["status"]?["containerStatuses"]?[0]?["lastState"]?["terminated"] is not null);
            Assert.Equal(3, (int)crashed!["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!["exitCode"]!);

            // One run of one pod is left that sleeps: its shells and what they started, all in one session.
            string[] pods = [.. Directory.EnumerateDirectories(Path.Combine(data, "node", "pods")).Select(folder => Path.GetFileName(folder)!)];
            Assert.DoesNotContain(pods, uid => uid != (string?)steady["metadata"]!["uid"] && ProcFs.WithVariable(ContainerLauncher.Marker, Path.Combine(data, "node", "pods", uid, "containers", "c") + "/").Any(IsSteady));
            int[] sessions = [.. ProcFs.WithVariable(ContainerLauncher.Marker, data).Where(IsSteady).Select(pid => ProcFs.Stat(pid)?.Session ?? 0).Where(session => session > 0).Distinct()];
            Assert.Single(sessions);
            await last.KillAsync();
        }

        ContainerLauncher.KillMarked(data);
    }

    public void Dispose()
    {
        ContainerLauncher.KillMarked(_folder.Path);
        _folder.Dispose();
    }

    private static bool IsSteady(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("while :", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Task<ClusterProcess> StartAsync(string data) => ClusterProcess.StartAsync(data, arguments: ["--image", "*/script=/bin/sh"]);

    private static async Task CreateAsync(ClusterProcess cluster, string name, string script)
    {
        var (code, body) = await cluster.SendAsync("POST", Pods, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["terminationGracePeriodSeconds"] = 1,
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "x/script", ["command"] = new JsonArray("/bin/sh", "-c", script) }),
            },
        });
        Assert.True(code == 201, body?.ToString());
    }

    // So many changes of pods, from now on.
    private static async Task WatchAsync(ClusterProcess cluster, int changes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        using var response = await cluster.Http.GetAsync($"{Pods}?watch=true", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        try
        {
            for (int i = 0; i < changes; i++)
                await reader.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing more happens: as good a moment as any.
        }
    }

    private static async Task<(int Code, JsonNode? Body)> UntilAsync(ClusterProcess cluster, string pod, Func<int, JsonNode?, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        while (true)
        {
            var (_, list) = await cluster.SendAsync("GET", Pods);
            var found = await cluster.SendAsync("GET", $"{Pods}/{pod}");
            if (holds(found.Code, found.Body))
                return found;
            using var response = await cluster.Http.GetAsync($"{Pods}?watch=true&resourceVersion={list!["metadata"]!["resourceVersion"]}", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            try
            {
                await reader.ReadLineAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not come; {pod} is {found.Code} {found.Body}");
            }
        }
    }
}
