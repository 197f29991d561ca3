using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Score;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Argus.Testing.Heads;

namespace Argus.ModelServer.Tests.Score;

public sealed class ScoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_LinearHead_IsTheWeightedSumOfTheVector()
    {
        await using var server = await StartAsync(digest => Head(digest));
        var face = (await (await server.Http.PostAsync("/detect", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync())["faces"]![0]!;
        double expected = 50 * (1 + (double)face["embedding"]![3]!);

        var file = await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();
        var json = await (await server.Http.PostAsync("/score", Bodies.Json(new JsonObject { ["image"] = Bodies.FaceBase64 }))).JsonAsync();

        Assert.All([file, json], body => Assert.Equal(expected, (double)body["score"]!, 3));
        Assert.Equal(1, (int)file["face_count"]!);
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)file["head_digest"]!);
    }

    [Fact]
    public async Task Score_NoFace_Is422()
    {
        await using var server = await StartAsync(digest => Head(digest));

        await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Pictures.Blank)))).ProblemAsync(422);
    }

    [Fact]
    public async Task Score_HeadOfAnotherModel_Is503AndSaysSo()
    {
        await using var server = await StartAsync(_ => Head("sha256:other"));

        Assert.Contains("sha256:other", (string)(await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Bodies.Face)))).ProblemAsync(503))["detail"]!);
    }

    [Fact]
    public async Task Score_ByAGraph_IsWhatItSaysOfTheLargestFace()
    {
        float[] weights = new float[128];
        await using var server = await StartAsync(digest => new() { ModelDigest = digest, Onnx = ScoreGraph.Sigmoid(weights), Low = 0, High = 1 });

        var body = await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();

        Assert.Equal(50, (double)body["score"]!);
    }

    [Fact]
    public async Task Score_ByAGraphThatGivesNoNumber_IsAFaultThatIsNamed()
    {
        float[] weights = new float[128];
        Array.Fill(weights, float.NaN);
        await using var server = await StartAsync(digest => new() { ModelDigest = digest, Onnx = ScoreGraph.Sigmoid(weights), Low = 0, High = 1 });

        Assert.Contains("no number", (string)(await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Bodies.Face)))).ProblemAsync(500))["detail"]!);
    }

    [Fact]
    public async Task Score_NoHead_Is503AndSaysWhatToDo()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Contains("ARGUS_SCORE_HEAD", (string)(await (await server.Http.PostAsync("/score", Bodies.Multipart(("file", Bodies.Face)))).ProblemAsync(503))["detail"]!);
    }

    // Half the fourth value of the vector above 50, so that nothing is cut off.
    private static ScoreHeadFile Head(string digest)
    {
        float[] weights = new float[128];
        weights[3] = 1;
        return new ScoreHeadFile { ModelDigest = digest, Weights = weights, Low = -1, High = 1 };
    }

    private async Task<RunningServer> StartAsync(Func<string, ScoreHeadFile> head)
    {
        string classes = await File.ReadAllTextAsync(Path.Combine(RunningServer.SelftestFolder, "classes.json"));
        string digest = (string)JsonNode.Parse(classes)!["model_digest"]!;
        string path = _folder.Write("head.json", JsonSerializer.SerializeToUtf8Bytes(head(digest), ScoreJson.Default.ScoreHeadFile));
        return await RunningServer.StartAsync(o => o with { ScoreHead = path });
    }
}
