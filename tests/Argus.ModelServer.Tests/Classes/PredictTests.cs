using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Classes;

[Collection(OnSharedServer.Name)]
public sealed class PredictTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Predict_OnePhoto_AnswersOneOfFifteenClassesWithProbabilities()
    {
        var body = await AskAsync(new JsonObject { ["image"] = Bodies.FaceBase64 });

        var probabilities = body["probabilities"]!.AsObject().ToDictionary(p => p.Key, p => (double)p.Value!);
        Assert.Equal(15, probabilities.Count);
        Assert.Equal(1, probabilities.Values.Sum(), 6);
        Assert.Equal(probabilities.MaxBy(p => p.Value).Key, (string)body["predicted_class"]!);
        Assert.Equal(probabilities.Values.Max(), (double)body["confidence"]!);
        Assert.InRange((double)body["similarity"]!, -1, 1);
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)body["classes_digest"]!);
        Assert.Equal(shared.Server.Models.State.Models!.Pack.Digest, (string)body["model_digest"]!);
        Assert.True((bool)body["selftest"]!);
        Assert.Equal(1, (double)body["photos"]![0]!["weight"]!, 6);
    }

    [Fact]
    public async Task Predict_FileDataUrlOrList_AnswerTheSame()
    {
        var expected = await AskAsync(new JsonObject { ["image"] = Bodies.FaceBase64 });

        var list = await AskAsync(new JsonObject { ["images"] = new JsonArray("data:image/png;base64," + Bodies.FaceBase64) });
        var file = await (await _http.PostAsync("/predict", Bodies.Multipart(("file", Bodies.Face)))).JsonAsync();
        var raw = await (await _http.PostAsync("/predict", Bodies.Raw(Bodies.Face, "image/png"))).JsonAsync();

        Assert.All([list, file, raw], body => Assert.Equal((double)expected["confidence"]!, (double)body["confidence"]!, 6));
    }

    [Fact]
    public async Task Predict_OnePhotoTwice_IsAsItIsOnce()
    {
        var once = await AskAsync(new JsonObject { ["image"] = Bodies.FaceBase64 });

        var twice = await AskAsync(new JsonObject { ["images"] = new JsonArray(Bodies.FaceBase64, Bodies.FaceBase64) });

        Assert.Equal((double)once["confidence"]!, (double)twice["confidence"]!, 5);
        Assert.Equal([0.5, 0.5], twice["photos"]!.AsArray().Select(p => (double)p!["weight"]!));
        Assert.Equal(2, (int)twice["photos_used"]!);
    }

    [Fact]
    public async Task Predict_SomePhotosCannotBeUsed_TellsWhyAndGoesOn()
    {
        var body = await AskAsync(new JsonObject { ["images"] = new JsonArray("%%", Bodies.FaceBase64, Convert.ToBase64String(Pictures.Blank)) });

        Assert.Equal(1, (int)body["photos_used"]!);
        var photos = body["photos"]!.AsArray();
        Assert.Equal([400, null, 422], photos.Select(p => (int?)p!["status"]));
        Assert.Equal([0.0, 1.0, 0.0], photos.Select(p => (double)p!["weight"]!));
        Assert.Equal([0, 1, 0], photos.Select(p => (int)p!["face_count"]!));
        Assert.Contains("no face", (string)photos[2]!["detail"]!);
    }

    [Fact]
    public async Task Predict_NoPhotoCanBeUsed_Is422AndNamesEach()
    {
        var json = new JsonObject { ["images"] = new JsonArray("%%", Convert.ToBase64String(Pictures.Blank)) };

        var problem = await (await _http.PostAsync("/predict", Bodies.Json(json))).ProblemAsync(422);

        Assert.Equal(["images[0]", "images[1]"], problem["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task Predict_OnePhotoWithoutAFace_Is422() =>
        Assert.Contains("no face", (string)(await (await _http.PostAsync("/predict", Bodies.Multipart(("file", Pictures.Blank)))).ProblemAsync(422))["detail"]!);

    [Fact]
    public async Task Predict_OnePhotoThatIsNone_Is400() => await (await _http.PostAsync("/predict", Bodies.Json("""{"image":"QUJD"}"""))).ProblemAsync(400);

    [Theory]
    [InlineData("{}", "images")]
    [InlineData("""{"images":null}""", "images")]
    [InlineData("""{"images":[]}""", "images")]
    [InlineData("""{"images":"QQ=="}""", "images")]
    [InlineData("""{"image":1}""", "image")]
    [InlineData("""{"image":"QQ==","images":["QQ=="]}""", "image")]
    public async Task Predict_WrongFields_Is422AndNamesThem(string json, string field)
    {
        var problem = await (await _http.PostAsync("/predict", Bodies.Json(json))).ProblemAsync(422);

        Assert.Equal(field, Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    // A header that promises 20,000 x 14,000 pixels spoils nobody else's photo.
    [Fact]
    public async Task Predict_HugePictureAmongOthers_IsRefusedByItself()
    {
        var body = await AskAsync(new JsonObject { ["images"] = new JsonArray(Convert.ToBase64String(Pictures.Bitmap(20_000, 14_000)), Bodies.FaceBase64) });

        Assert.Equal([413, null], body["photos"]!.AsArray().Select(p => (int?)p!["status"]));
        Assert.Equal(1, (int)body["photos_used"]!);
    }

    [Fact]
    public async Task Predict_UrlInsteadOfAPhoto_IsNotFetched()
    {
        var problem = await (await _http.PostAsync("/predict", Bodies.Json("""{"image":"http://169.254.169.254/latest"}"""))).ProblemAsync(400);

        Assert.Contains("base64", (string)problem["detail"]!);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1000)]
    public async Task Predict_MorePhotosThanABatch_Is422(int count)
    {
        var many = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)"QQ==")]);

        await (await _http.PostAsync("/predict", Bodies.Json(new JsonObject { ["images"] = many }))).ProblemAsync(422);
    }

    [Fact]
    public async Task Classes_OfThePack_AreTheFifteen()
    {
        var body = await (await _http.GetAsync("/classes")).JsonAsync();

        Assert.Equal(15, (int)body["count"]!);
        Assert.Equal(("Aristocratic", "Warm"), ((string)body["classes"]![0]!, (string)body["classes"]![14]!));
        Assert.True((bool)body["ready"]!);
    }

    private async Task<JsonNode> AskAsync(JsonObject json)
    {
        var response = await _http.PostAsync("/predict", Bodies.Json(json));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
