using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faces;

[Collection(OnSharedServer.Name)]
public sealed class EmbedTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Embed_Json_AnswersUnitVector()
    {
        var body = await (await _http.PostAsync("/embed", Bodies.Json(new JsonObject { ["image"] = Bodies.FaceBase64 }))).JsonAsync();
        Assert.Equal(128, (int)body["dimension"]!);
        Assert.True((bool)body["normalized"]! && (bool)body["aligned"]!);
        Assert.Equal(1, Norm(body["embedding"]!), 3);
        Assert.StartsWith("sha256:", (string)body["model_digest"]!);
    }

    [Fact]
    public async Task Embed_NotNormalized_AnswersLongerVectorOfSameDirection()
    {
        var unit = await (await _http.PostAsync("/embed", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();
        var plain = await (await _http.PostAsync("/embed?normalize=false", Bodies.Raw(Bodies.Face, "image/png"))).JsonAsync();
        double norm = Norm(plain["embedding"]!);
        Assert.False((bool)plain["normalized"]!);
        Assert.NotEqual(1, norm, 3);
        for (int i = 0; i < 128; i++)
            Assert.Equal((double)unit["embedding"]![i]!, (double)plain["embedding"]![i]! / norm, 4);
    }

    [Fact]
    public async Task Batch_OneBadPicture_FailsAlone()
    {
        JsonArray images = [Bodies.FaceBase64, "!!", null, Convert.ToBase64String("no picture"u8), "", 5, Bodies.FaceBase64];
        var response = await _http.PostAsync("/embed/batch", Bodies.Json(new JsonObject { ["images"] = images, ["normalize"] = true }));
        var body = await response.JsonAsync();
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(7, (int)body["count"]!);
        var vectors = body["embeddings"]!.AsArray();
        Assert.Equal([true, false, false, false, false, false, true], vectors.Select(v => v is not null));
        Assert.True(JsonNode.DeepEquals(vectors[0], vectors[6]));
        Assert.Equal([1, 2, 3, 4, 5], body["errors"]!.AsArray().Select(e => (int)e!["index"]!));
        Assert.All(body["errors"]!.AsArray(), e => Assert.Equal(400, (int)e!["status"]!));
    }

    [Theory]
    [InlineData("""{"images":[]}""")]
    [InlineData("""{"images":"a"}""")]
    [InlineData("""{}""")]
    public async Task Batch_NoList_Is422(string json) =>
        Assert.NotNull((await (await _http.PostAsync("/embed/batch", Bodies.Json(json))).ProblemAsync(422))["errors"]!["images"]);

    [Fact]
    public async Task Batch_TooMany_Is422()
    {
        string json = "{\"images\":[" + string.Join(",", Enumerable.Repeat("\"QQ==\"", 65)) + "]}";
        var problem = await (await _http.PostAsync("/embed/batch", Bodies.Json(json))).ProblemAsync(422);
        Assert.Contains("64", (string)problem["errors"]!["images"]!);
    }

    [Fact]
    public async Task EmbedImage_EveryForm_AnswersSameVector()
    {
        HttpContent[] forms =
        [
            Bodies.Multipart(("file", Bodies.Face)),
            Bodies.Raw(Bodies.Face, "image/png"),
            Bodies.Json(new JsonObject { ["image"] = Bodies.FaceBase64 }),
        ];
        List<JsonNode> answers = [];
        foreach (var form in forms)
            answers.Add(await (await _http.PostAsync("/embed/image", form)).JsonAsync());
        Assert.Equal(512, (int)answers[0]["dimension"]!);
        Assert.Equal(1, Norm(answers[0]["embedding"]!), 3);
        Assert.All(answers, a => Assert.True(JsonNode.DeepEquals(a["embedding"], answers[0]["embedding"])));
    }

    private static double Norm(JsonNode vector) => Math.Sqrt(vector.AsArray().Sum(v => (double)v! * (double)v!));
}
