using System.Net;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Health;

[Collection(OnSharedServer.Name)]
public sealed class HealthTests(SharedServer shared)
{
    [Fact]
    public async Task Health_Ready_AnswersTrueValues()
    {
        var body = await (await shared.Server.Http.GetAsync("/health")).JsonAsync();
        Assert.Equal("healthy", (string)body["status"]!);
        Assert.Equal("0.1.0", (string)body["version"]!);
        Assert.Equal("selftest", (string)body["model"]!);
        Assert.Equal(["CPUExecutionProvider"], body["onnx_providers"]!.AsArray().Select(p => (string)p!));
        Assert.Equal(128, (int)body["embedding_dimension"]!);
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)body["model_digest"]!);
        Assert.Equal(("cpu", "cpu", 0), ((string)body["accelerator"]!["requested"]!, (string)body["accelerator"]!["actual"]!, (int)body["accelerator"]!["fallback_nodes"]!));
        Assert.True((bool)body["selftest"]!);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    public async Task Probes_Ready_Answer200(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await shared.Server.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Health_NameOfTheOlderService_IsKept()
    {
        await using var server = await RunningServer.StartAsync(o => o with { ModelAlias = "buffalo_l" });
        Assert.Equal("buffalo_l", (string)(await (await server.Http.GetAsync("/health")).JsonAsync())["model"]!);
    }

    [Fact]
    public async Task Start_UnknownPack_FailsAndSaysWhy()
    {
        await using var server = await RunningServer.StartAsync(o => o with { Pack = "no-such-pack" });
        Assert.Equal(ServerPhase.Failed, server.Models.State.Phase);
        Assert.Contains("no-such-pack", server.Models.State.Reason);
    }

    [Fact]
    public async Task Start_FlippedByteInAGraph_Fails()
    {
        string folder = Directory.CreateTempSubdirectory("argus-flipped-").FullName;
        foreach (string file in Directory.EnumerateFiles(RunningServer.SelftestFolder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string graph = Path.Combine(folder, "detector.onnx");
        byte[] bytes = File.ReadAllBytes(graph);
        bytes[^1] ^= 1;
        File.WriteAllBytes(graph, bytes);
        try
        {
            await using var server = await RunningServer.StartAsync(o => o with { Pack = folder });
            Assert.Equal(ServerPhase.Failed, server.Models.State.Phase);
            Assert.Contains("detector.onnx", server.Models.State.Reason);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ServerModels_Warming_Answers503WithRetryAfter()
    {
        var models = new ServerModels();
        var current = models.Current;
        Assert.False(current.Ok);
        Assert.Equal(503, current.Refusal.Status);
        Assert.NotNull(current.Refusal.RetryAfter);
    }
}
