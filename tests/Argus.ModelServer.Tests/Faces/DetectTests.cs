using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faces;

[Collection(OnSharedServer.Name)]
public sealed class DetectTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Detect_MultipartFile_AnswersBoxVectorAgeAndGender()
    {
        var body = await OkAsync("/detect", Bodies.Multipart(("file", Bodies.Face)));
        var face = Assert.Single(body["faces"]!.AsArray())!;
        float[] box = [.. face["bbox"]!.AsArray().Select(v => (float)v!)];
        Assert.Equal(4, box.Length);
        Assert.True(box[0] < box[2] && box[1] < box[3]);
        Assert.Equal(128, face["embedding"]!.AsArray().Count);
        Assert.Equal(1, face["embedding"]!.AsArray().Sum(v => (double)v! * (double)v!), 3);
        Assert.InRange((float)face["det_score"]!, 0.5f, 1);
        Assert.InRange((int)face["age"]!, 0, 120);
        Assert.Contains((string)face["gender"]!, (string[])["M", "F"]);
        Assert.Equal(5, face["landmarks"]!.AsArray().Count);
        Assert.True((double)body["processing_time_ms"]! > 0);
        Assert.Equal(1, (int)body["orientation"]!);
        Assert.True((int)body["image_width"]! > 0 && (int)body["image_height"]! > 0);
        Assert.StartsWith("sha256:", (string)body["model_digest"]!);
        Assert.True((bool)body["selftest"]!);
    }

    [Theory]
    [InlineData("/detect", "0.8")]
    [InlineData("/detect?embedding=false", null)]
    public async Task Detect_WithVectors_StatesTheCosineOfOnePerson(string path, string? threshold)
    {
        using var response = await _http.PostAsync(path, Bodies.Raw(Bodies.Face, "image/png"));

        Assert.Equal(threshold, response.Headers.TryGetValues("X-Argus-Verify-Threshold", out var values) ? values.Single() : null);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    public async Task Detect_RawBody_AnswersAsAFile(string type)
    {
        var raw = await OkAsync("/detect", Bodies.Raw(Bodies.Face, type));
        var file = await OkAsync("/detect", Bodies.Multipart(("file", Bodies.Face)));
        Assert.True(JsonNode.DeepEquals(raw["faces"], file["faces"]));
    }

    [Fact]
    public async Task Detect_Json_AnswersBoxesOnly()
    {
        var body = await OkAsync("/detect", Bodies.Json(new JsonObject { ["image"] = Bodies.FaceBase64, ["return_landmarks"] = true, ["return_confidence"] = true }));
        var face = Assert.Single(body["faces"]!.AsArray())!.AsObject();
        Assert.Equal(["bbox", "confidence", "landmarks"], face.Select(f => f.Key));
        Assert.Equal(1, (int)body["count"]!);
    }

    [Fact]
    public async Task Detect_JsonThatWantsLess_AnswersLess()
    {
        var body = await OkAsync("/detect", Bodies.Json(new JsonObject { ["image"] = Bodies.FaceBase64, ["return_landmarks"] = false, ["return_confidence"] = false }));
        Assert.Equal(["bbox"], body["faces"]![0]!.AsObject().Select(f => f.Key));
    }

    [Theory]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:;base64,")]
    public async Task Detect_DataUrl_IsDecoded(string prefix)
    {
        var body = await OkAsync("/detect", Bodies.Json(new JsonObject { ["image"] = prefix + Bodies.FaceBase64 }));
        Assert.Equal(1, (int)body["count"]!);
    }

    [Fact]
    public async Task Detect_EscapedSlashesAndLineEnds_AreDecoded()
    {
        string wrapped = string.Join("\\n", Bodies.FaceBase64.Chunk(76).Select(c => new string(c).Replace("/", "\\/")));
        var body = await OkAsync("/detect", Bodies.Json("{\"image\":\"" + wrapped + "\"}"));
        Assert.Equal(1, (int)body["count"]!);
    }

    [Fact]
    public async Task Extract_Base64_AnswersAsDetect()
    {
        var extracted = await OkAsync("/extract-embedding", Bodies.Json(new JsonObject { ["image_base64"] = Bodies.FaceBase64 }));
        var detected = await OkAsync("/detect", Bodies.Multipart(("file", Bodies.Face)));
        Assert.True(JsonNode.DeepEquals(extracted["faces"], detected["faces"]));
    }

    [Fact]
    public async Task Detect_WithoutEmbedding_AnswersNull()
    {
        var body = await OkAsync("/detect?embedding=false&max_faces=1", Bodies.Raw(Bodies.Face, "image/png"));
        Assert.True(body["faces"]![0]!.AsObject().ContainsKey("embedding"));
        Assert.Null(body["faces"]![0]!["embedding"]);
    }

    [Theory]
    [InlineData("min_size=5000")]
    [InlineData("threshold=1")]
    public async Task Detect_QueryThatNoFaceMeets_AnswersNone(string query)
    {
        var body = await OkAsync("/detect?" + query, Bodies.Raw(Bodies.Face, "image/png"));
        Assert.Empty(body["faces"]!.AsArray());
    }

    [Fact]
    public async Task Detect_WrongFields_NamesAllOfThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect?max_faces=many&threshold=2&min_size=-1&embedding=perhaps")
        {
            Content = Bodies.Multipart(("picture", Bodies.Face)),
        };
        request.Headers.Add("X-Argus-Priority", "11");
        request.Headers.Add("X-Argus-Timeout-Ms", "0");
        var problem = await (await _http.SendAsync(request)).ProblemAsync(422);
        Assert.Equal(
            ["X-Argus-Priority", "X-Argus-Timeout-Ms", "embedding", "file", "max_faces", "min_size", "threshold"],
            problem["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"image":7,"return_landmarks":"yes"}""", "image return_landmarks")]
    [InlineData("""{"image":null}""", "image")]
    [InlineData("""{}""", "image")]
    [InlineData("""{"image":["a"]}""", "image")]
    public async Task Detect_JsonWithWrongFields_NamesThem(string json, string fields)
    {
        var problem = await (await _http.PostAsync("/detect", Bodies.Json(json))).ProblemAsync(422);
        Assert.Equal(fields.Split(' '), problem["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    private async Task<JsonNode> OkAsync(string path, HttpContent content)
    {
        var response = await _http.PostAsync(path, content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(text)!;
    }
}
