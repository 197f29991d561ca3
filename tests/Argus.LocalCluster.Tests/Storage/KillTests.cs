using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Storage;

/// <summary>The process started for real, and ended without warning.</summary>
public sealed class KillTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_InTheMidstOfWrites_LosesNothingThatWasAcknowledged()
    {
        var acknowledged = new Dictionary<string, long>();
        for (int round = 0; round < 3; round++)
        {
            await using var cluster = await ClusterProcess.StartAsync(_folder.At("data"));
            var writers = Enumerable.Range(0, 4).Select(w => WriteAsync(cluster, $"r{round}-w{w}", acknowledged)).ToArray();
            // Killed once some writes of this round are known to have been done.
            int before = acknowledged.Count;
            while (Count(acknowledged) < before + 60)
                await Task.Yield();
            await cluster.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var after = await ClusterProcess.StartAsync(_folder.At("data"));
        var (_, list) = await after.SendAsync("GET", Maps);

        var found = list!["items"]!.AsArray().ToDictionary(i => (string)i!["metadata"]!["name"]!, i => long.Parse((string)i!["metadata"]!["resourceVersion"]!));
        Assert.All(acknowledged, a => Assert.Equal(a.Value, found[a.Key]));
        Assert.True(long.Parse((string)list["metadata"]!["resourceVersion"]!) >= acknowledged.Values.Max());
    }

    [Fact]
    public async Task FullDisk_RefusesWritesAndGoesOnReading()
    {
        await using var cluster = await ClusterProcess.StartAsync(_folder.At("data"), limitKiB: 64);
        int code = 0;
        JsonNode? body = null;
        int written = 0;
        while (code is 0 or 201 && written < 500)
            (code, body) = await cluster.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"m{written++}" }, ["data"] = new JsonObject { ["x"] = new string('x', 2000) } });

        Assert.Equal(507, code);
        Assert.Contains("free some space", (string?)body!["message"]);
        var (status, list) = await cluster.SendAsync("GET", Maps);
        Assert.Equal(200, status);
        Assert.Equal(written - 1, list!["items"]!.AsArray().Count(map => map!["metadata"]!["name"]!.ToString().StartsWith('m')));
    }

    private static int Count(Dictionary<string, long> acknowledged)
    {
        lock (acknowledged)
            return acknowledged.Count;
    }

    private static async Task WriteAsync(ClusterProcess cluster, string prefix, Dictionary<string, long> acknowledged)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                string name = $"{prefix}-{i}";
                var (code, body) = await cluster.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
                if (code != 201)
                    continue;
                lock (acknowledged)
                    acknowledged[name] = long.Parse((string)body!["metadata"]!["resourceVersion"]!);
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what was under way is not acknowledged.
        }
        catch (IOException)
        {
        }
    }
}
