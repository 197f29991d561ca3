using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Classes;

/// <summary>Classes whose hash was promised: a server without them is not ready.</summary>
public sealed class PinnedClassesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classes_WithThePromisedHash_AreServedAndNeverExchanged()
    {
        string path = Write("c.json", f => f);
        string hash = HashOf(path);
        await using var server = await RunningServer.StartAsync(o => o with { Classes = path, ClassesSha256 = hash });

        Assert.Equal($"sha256:{hash}", (string)(await (await server.Http.GetAsync("/classes")).JsonAsync())["classes_digest"]!);
        Assert.False(server.Models.State.Models!.Classes.CanChange);
    }

    [Fact]
    public async Task Ready_FileComesLate_IsRefusedUntilThen()
    {
        string late = _folder.At("late.json");
        string there = Write("c.json", f => f);
        await using var server = await RunningServer.StartAsync(o => o with { Classes = late, ClassesSha256 = HashOf(there) }, isSettled: false);

        Assert.Contains("late.json", await UntilAsync(server, HttpStatusCode.ServiceUnavailable, "ARGUS_CLASSES"));
        File.Copy(there, late);

        Assert.Contains(HashOf(there), await UntilAsync(server, HttpStatusCode.OK, "healthy"));
    }

    [Fact]
    public async Task Load_FileWithAnotherHash_FailsAndTellsBoth()
    {
        string path = Write("c.json", f => f);
        string promised = new('0', 64);

        string reason = await FailAsync(o => o with { Classes = path, ClassesSha256 = promised });

        Assert.Contains(promised, reason);
        Assert.Contains(HashOf(path), reason);
    }

    [Fact]
    public async Task Load_FileOfAnotherModel_Fails()
    {
        string path = Write("c.json", f => f with { ModelDigest = "sha256:other" });

        Assert.Contains("vectors of two models do not compare", await FailAsync(o => o with { Classes = path, ClassesSha256 = HashOf(path) }));
    }

    private static async Task<string> FailAsync(Func<ServerOptions, ServerOptions> change)
    {
        var options = change(RunningServer.Options);
        await using var pool = new WorkerPool(options.Work, TimeProvider.System);
        using var loading = PackLoading.Start(options, pool, TimeProvider.System);
        string reason = (await Assert.ThrowsAsync<ModelLoadException>(() => loading.Result)).Message;
        // By this the operator knows what it is about.
        Assert.Contains("ARGUS_CLASSES", reason);
        return reason;
    }

    // What it says changes while it loads.
    private static async Task<string> UntilAsync(RunningServer server, HttpStatusCode status, string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var answer = await server.Http.GetAsync("/health/ready", limit.Token);
            string body = await answer.Content.ReadAsStringAsync(limit.Token);
            if (answer.StatusCode == status && body.Contains(word, StringComparison.Ordinal))
                return body;
        }
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private string Write(string name, Func<CentroidsFile, CentroidsFile> change)
    {
        var shipped = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(RunningServer.SelftestFolder, "classes.json")), DatasetsJson.Default.CentroidsFile)!;
        return _folder.Write(name, JsonSerializer.SerializeToUtf8Bytes(change(shipped), DatasetsJson.Default.CentroidsFile));
    }
}
