using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Datasets;
using Argus.Datasets.Tests.Running;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Processes;

namespace Argus.Datasets.Tests.Models;

/// <summary>The port for whoever reads centroids and has no key.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ModelsPortTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [PostgresFact]
    public async Task Models_ByTheirPort_AreHadWithoutATokenAndNothingElseIs()
    {
        int port = FreePort();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { ModelsPort = port, Trust = new TrustOptions { Kind = TrustKind.Tokens } });
        await PublishAsync(host, "20260401T010000Z", 3);
        using var open = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal("models/checkpoints/20260401T010000Z", (string)JsonNode.Parse(await open.GetStringAsync("/datasets/models/current.json"))!["checkpoint"]!);
        Assert.NotEmpty(await open.GetByteArrayAsync("/datasets/models/checkpoints/20260401T010000Z/centroids.json"));
        foreach (string path in (string[])["/datasets/candidates", "/datasets/candidates/1/photo", "/datasets/runs", "/datasets/manifests/full/2026-03", "/datasets/models/../candidates", "/datasets/modelsx", "/health", "/metrics", "/openapi.json", "/"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await open.GetAsync(path)).StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await open.PostAsync("/datasets/runs", null)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await open.PostAsync("/datasets/models/current.json", null)).StatusCode);

        // By the other port nothing is open that was not.
        Assert.NotEqual(HttpStatusCode.OK, (await host.Http.GetAsync("/datasets/models/current.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
    }

    [PostgresFact]
    public async Task Models_OfAModelServerThatFollowsCurrent_AreThoseOfTheNewestCheckpoint()
    {
        int port = FreePort(), serverPort = FreePort();
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { ModelsPort = port });
        string first = await PublishAsync(host, "20260401T010000Z", 3);
        await using var server = new ProgramRun("Argus.ModelServer", [], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{serverPort}",
            ["ARGUS_PACK"] = Path.Combine(TestData.Repository, "models", "selftest"),
            ["ARGUS_CLASSES"] = $"http://127.0.0.1:{port}/datasets/models/current.json",
            ["ARGUS_CLASSES_RELOAD_SECONDS"] = "1",
        });

        await UntilServedAsync(server, serverPort, first);

        await UntilServedAsync(server, serverPort, await PublishAsync(host, "20260501T010000Z", 4));
    }

    private static async Task UntilServedAsync(ProgramRun server, int port, string sha256)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(Patience);
        string last = "";
        while (!last.Contains($"\"sha256:{sha256}\"", StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested || server.HasExited, $"It serves {last}\n{server}");
            try
            {
                last = await http.GetStringAsync($"http://127.0.0.1:{port}/classes", limit.Token);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet.
                await Task.Yield();
            }
        }
    }

    private static async Task<string> PublishAsync(DatasetsHost host, string name, int classes)
    {
        var whole = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Path.Combine(TestData.Repository, "models", "selftest", "classes.json")), DatasetsJson.Default.CentroidsFile)!;
        byte[] file = JsonSerializer.SerializeToUtf8Bytes(whole with { Classes = [.. whole.Classes.Take(classes)] }, DatasetsJson.Default.CentroidsFile);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        await host.Stores.Artifacts.PutAsync($"models/checkpoints/{name}/centroids.json", file, default);
        var current = new CurrentCheckpoint($"models/checkpoints/{name}", sha256, whole.ModelDigest, 1);
        await host.Stores.Artifacts.PutAsync("models/current.json", JsonSerializer.SerializeToUtf8Bytes(current, DatasetsJson.Default.CurrentCheckpoint), default);
        return sha256;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
