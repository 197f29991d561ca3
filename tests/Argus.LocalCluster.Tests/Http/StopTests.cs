using System.Net.Sockets;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Http;

/// <summary>What clients see of a server that stops, in the two ways of <c>faults/server-stops-gracefully</c> and <c>faults/server-is-killed</c>, and when it is back.</summary>
public sealed class StopTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_ServerStopsAndComesBack_EndsAndMustListAgain(bool gracefully)
    {
        using var folder = new TemporaryFolder();
        string old;
        await using (var server = await ClusterProcess.StartAsync(folder.At("data")))
        {
            old = Version((await CreateAsync(server, "before")).Body);
            await CreateAsync(server, "later");
            using var reader = new StreamReader(await server.Http.GetStreamAsync($"{Secrets}?watch=true&resourceVersion={old}"));
            Assert.Contains("later", await reader.ReadLineAsync());

            await (gracefully ? server.TerminateAsync() : server.KillAsync());

            // Told to stop, it ends the stream with its last chunk; killed, it breaks off.
            if (gracefully)
                Assert.Null(await reader.ReadLineAsync());
            else
                await Assert.ThrowsAnyAsync<IOException>(async () => Assert.NotNull(await reader.ReadLineAsync()));
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => server.SendAsync("GET", Secrets));
            Assert.Equal(SocketError.ConnectionRefused, (refused.InnerException as SocketException)?.SocketErrorCode);
        }

        await using var back = await ClusterProcess.StartAsync(folder.At("data"));

        using var resumed = new StreamReader(await back.Http.GetStreamAsync($"{Secrets}?watch=true&resourceVersion={old}&timeoutSeconds=20"));
        var error = JsonNode.Parse((await resumed.ReadLineAsync())!)!;
        Assert.Equal(("ERROR", 410), ((string?)error["type"], (int)error["object"]!["code"]!));
        Assert.Null(await resumed.ReadLineAsync());
        var (_, list) = await back.SendAsync("GET", Secrets);
        Assert.Equal(["before", "later"], list!["items"]!.AsArray().Select(i => (string?)i!["metadata"]!["name"]));
        using var next = new StreamReader(await back.Http.GetStreamAsync($"{Secrets}?watch=true&resourceVersion={Version(list)}&timeoutSeconds=20"));
        await CreateAsync(back, "again");
        Assert.Contains("again", await next.ReadLineAsync());
    }

    private static Task<(int Code, JsonNode? Body)> CreateAsync(ClusterProcess server, string name) =>
        server.SendAsync("POST", Secrets, JsonNode.Parse($$$"""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"{{{name}}}"} }"""));

    private static string Version(JsonNode? o) => (string)o!["metadata"]!["resourceVersion"]!;
}
