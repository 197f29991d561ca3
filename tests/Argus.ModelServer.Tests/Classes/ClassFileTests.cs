using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Datasets;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Classes;

/// <summary>Classes from files outside the pack, and packs whose head does not belong to them.</summary>
public sealed class ClassFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_ClassesOfAFile_AreThoseOfTheFile()
    {
        await using var server = await StartAsync(Write("own.json", "Left", "Right"));

        var body = await (await server.Http.PostAsync("/predict", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();

        Assert.Equal(["Left", "Right"], body["probabilities"]!.AsObject().Select(p => p.Key));
        Assert.Equal(2, (int)(await HealthAsync(server))["count"]!);
    }

    [Fact]
    public async Task Predict_CurrentOfADatasetStore_FollowsItToTheCheckpoint()
    {
        await using var server = await StartAsync(WriteStore(_ => { }));

        Assert.Equal(["Left", "Right"], (await ClassesAsync(server))["classes"]!.AsArray().Select(c => (string)c!));
    }

    [Fact]
    public async Task Predict_CurrentWithAnotherHash_IsRefused()
    {
        await using var server = await StartAsync(WriteStore(current => current["centroids_sha256"] = new string('0', 64)));

        await RefusedAsync(server, "promised");
    }

    [Theory]
    [InlineData("models/checkpoints/../../secret")]
    [InlineData("/etc")]
    public async Task Predict_CurrentThatPointsElsewhere_IsRefused(string checkpoint)
    {
        await using var server = await StartAsync(WriteStore(current => current["checkpoint"] = checkpoint));

        await RefusedAsync(server, "no folder of models/checkpoints");
    }

    [Fact]
    public async Task Predict_FileIsMissing_Is503AndTheRestAnswers()
    {
        await using var server = await StartAsync(_folder.At("none.json"));

        await RefusedAsync(server, "none.json");
        Assert.Equal((200, 0), ((int)(await server.Http.GetAsync("/health")).StatusCode, (int)(await HealthAsync(server))["count"]!));
        Assert.True((await server.Http.PostAsync("/detect", Bodies.Multipart(("file", Bodies.Face)))).IsSuccessStatusCode);
        var classes = await ClassesAsync(server);
        Assert.Equal((false, 15), ((bool)classes["ready"]!, (int)classes["count"]!));
    }

    [Fact]
    public async Task Predict_FileOfAnotherModel_Is503AndSaysSo()
    {
        await using var server = await StartAsync(Write("other.json", f => f with { ModelDigest = "sha256:other" }, "Left", "Right"));

        await RefusedAsync(server, "sha256:other");
    }

    [Fact]
    public async Task Predict_FifteenMegabytesOfClasses_AreTaken()
    {
        string path = Write("many.json", f => f with { Classes = [.. Enumerable.Range(0, 7_000).Select(i => f.Classes[i % 2] with { Name = $"class {i}", Count = i })] }, "Left", "Right");
        Assert.InRange(new FileInfo(path).Length, 14_000_000, 17_000_000);
        await using var server = await StartAsync(path);

        var body = await (await server.Http.PostAsync("/predict", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();

        Assert.Equal(7_000, body["probabilities"]!.AsObject().Count);
    }

    // Each answer belongs to one file: its digest, its names and its probabilities.
    [Fact]
    public async Task Predict_WhileClassesChange_NeverMixesTwoFiles()
    {
        string path = Write("own.json", "Left", "Right");
        await using var server = await StartAsync(path);
        var classes = server.Models.State.Models!.Classes;
        Dictionary<string, string[]> names = new() { [classes.Current.Value!.Digest] = ["Left", "Right"] };
        using var done = new CancellationTokenSource();
        var asking = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            List<(string Digest, string[] Names)> seen = [];
            do
            {
                var body = await (await server.Http.PostAsync("/predict", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();
                seen.Add(((string)body["classes_digest"]!, [.. body["probabilities"]!.AsObject().Select(p => p.Key)]));
            }
            while (!done.IsCancellationRequested);
            return seen;
        })));

        for (int i = 0; i < 30; i++)
        {
            string[] now = i % 2 == 0 ? [$"Up {i}", $"Down {i}", "More"] : [$"Left {i}", "Right"];
            Write("own.json", now);
            Assert.True(await classes.RefreshAsync(default));
            names[classes.Current.Value!.Digest] = now;
        }

        await done.CancelAsync();
        Assert.All((await asking).SelectMany(s => s), seen => Assert.Equal(names[seen.Digest], seen.Names));
    }

    [Fact]
    public async Task Refresh_NewBadAndGoodAgain_KeepsTheLastGood()
    {
        string path = Write("own.json", "Left", "Right");
        await using var server = await StartAsync(path);
        var classes = server.Models.State.Models!.Classes;

        Assert.False(await classes.RefreshAsync(default));
        File.WriteAllText(path, "half a fi");
        Assert.True(await classes.RefreshAsync(default));
        Assert.Equal(["Left", "Right"], classes.Current.Value!.Classifier.Names);
        Assert.NotNull(classes.Fault);
        Write("own.json", "Up", "Down");
        Assert.True(await classes.RefreshAsync(default));
        Assert.Equal(["Up", "Down"], classes.Current.Value!.Classifier.Names);
        Assert.Null(classes.Fault);
    }

    [Fact]
    public async Task Predict_PackWithoutHead_Is503AndSaysWhatToDo()
    {
        string pack = Pack(manifest => manifest[..manifest.IndexOf("    - name: classes.json", StringComparison.Ordinal)] + manifest[manifest.IndexOf("    - name: encoder.onnx", StringComparison.Ordinal)..]);
        await using var server = await RunningServer.StartAsync(o => o with { Pack = pack });

        await RefusedAsync(server, "argus classes fit");
    }

    [Fact]
    public async Task Predict_HeadOfAnotherModel_Is503AndSaysWhy()
    {
        string pack = Pack(manifest => manifest.Replace("nmsThreshold: 0.4", "nmsThreshold: 0.3", StringComparison.Ordinal));
        await using var server = await RunningServer.StartAsync(o => o with { Pack = pack });

        await RefusedAsync(server, "vectors of two models do not compare");
        Assert.Contains("classes.json", (string)(await HealthAsync(server))["reason"]!);
    }

    private static Task<RunningServer> StartAsync(string classes) => RunningServer.StartAsync(o => o with { Classes = classes });

    private static async Task RefusedAsync(RunningServer server, string because) =>
        Assert.Contains(because, (string)(await (await server.Http.PostAsync("/predict", Bodies.Multipart(("file", Bodies.Face)))).ProblemAsync(503))["detail"]!);

    private static async Task<JsonNode> ClassesAsync(RunningServer server) => await (await server.Http.GetAsync("/classes")).JsonAsync();

    private static async Task<JsonNode> HealthAsync(RunningServer server) => (await (await server.Http.GetAsync("/health")).JsonAsync())["classes"]!;

    private string Write(string name, params string[] classes) => Write(name, f => f, classes);

    private string Write(string name, Func<CentroidsFile, CentroidsFile> change, params string[] classes)
    {
        var shipped = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(RunningServer.SelftestFolder, "classes.json")), DatasetsJson.Default.CentroidsFile)!;
        var file = change(shipped with { Classes = [.. shipped.Classes.Zip(classes, (c, n) => c with { Name = n })] });
        return _folder.Write(name, JsonSerializer.SerializeToUtf8Bytes(file, DatasetsJson.Default.CentroidsFile));
    }

    private string WriteStore(Action<JsonObject> change)
    {
        string centroids = Write("models/checkpoints/20260401T010000Z/centroids.json", "Left", "Right");
        var current = new JsonObject
        {
            ["checkpoint"] = "models/checkpoints/20260401T010000Z",
            ["centroids_sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(centroids))),
            ["model_digest"] = "any",
        };
        change(current);
        return _folder.Write("models/current.json", JsonSerializer.SerializeToUtf8Bytes(current));
    }

    private string Pack(Func<string, string> change)
    {
        foreach (string file in Directory.GetFiles(RunningServer.SelftestFolder))
            File.Copy(file, _folder.At(Path.GetFileName(file)));
        File.WriteAllText(_folder.At("pack.yaml"), change(File.ReadAllText(_folder.At("pack.yaml"))));
        return _folder.Path;
    }
}
