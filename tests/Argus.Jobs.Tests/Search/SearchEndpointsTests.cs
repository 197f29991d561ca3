using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Argus.Contracts.Faces;
using Argus.Data.Vectors;
using Argus.Jobs.Stores;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Tests.Search;

public sealed class SearchEndpointsTests : IAsyncLifetime
{
    private const string Digest = "sha256:one";

    private static readonly VectorCollection Images = new(VectorCollection.Images, 3, Digest);
    private static readonly VectorCollection Faces = new(VectorCollection.Faces, 3, Digest);
    private static readonly byte[] Photo = [0xFF, 0xD8, 1, 2, 3];

    private JobsHost _host = null!;
    private FakeModel _model = null!;

    public async Task InitializeAsync()
    {
        _model = await FakeModel.StartAsync();
        _host = await JobsHost.StartAsync(o =>
        {
            string key = Path.Combine(o.Data, "key");
            File.WriteAllText(key, "hush\n");
            return o with { Inference = _model.Address, InferenceKeyFile = key, MaxBytes = 100_000 };
        });
        await _host.Vectors.UpsertAsync(Images, [Image(1, 1, 0, 0), Image(2, 0.8f, 0.6f, 0), Image(3, 0, 1, 0), Image(4, -1, 0, 0)]);
        await _host.Vectors.UpsertAsync(Faces, [Face(1, 0, 0.99, 1, 0, 0), Face(1, 1, 0.5, 0, 1, 0), Face(2, 0, 0.75, 0.8f, 0.6f, 0)]);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    [Fact]
    public async Task Images_ByVector_GivesTheNearestFirst()
    {
        var body = await SearchAsync("images", """{"vector": [2, 0, 0], "limit": 3}""");

        Assert.Equal((VectorCollection.Images, Digest), ((string)body["collection"]!, (string)body["model_digest"]!));
        Assert.Equal(["1", "2", "3"], Points(body));
        Assert.Equal([1f, 0.8f, 0f], body["results"]!.AsArray().Select(r => MathF.Round((float)r!["score"]!, 4)));
        Assert.Null(body["threshold"]);
    }

    [Fact]
    public async Task Images_ByThreshold_LeavesOutTheRest()
    {
        var body = await SearchAsync("images", """{"vector": [1, 0, 0], "threshold": 0.5}""");

        Assert.Equal(["1", "2"], Points(body));
        Assert.Equal(0.5, (double)body["threshold"]!);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    public async Task Images_ById_GivesOthers(string id) => Assert.Equal(["2", "3"], Points(await SearchAsync("images", $$"""{"id": {{id}}, "limit": 2}""")));

    [Theory]
    [InlineData("""{"media_store_id": [2, 3]}""", "2,3")]
    [InlineData("""{"media_store_id": 3}""", "3")]
    [InlineData("""{"media_store_id": {"not_in": [1, 2]}}""", "3,4")]
    [InlineData("""{"media_store_id": {"in": [1, 2], "not_in": [1]}}""", "2")]
    [InlineData("""{"media_store_id": {"from": 2, "to": 3}}""", "2,3")]
    [InlineData("""{"job_id": "j3"}""", "3")]
    [InlineData("{}", "1,2,3,4")]
    public async Task Images_ByFilter_LookAtThoseOnly(string filter, string found) =>
        Assert.Equal(found, string.Join(',', Points(await SearchAsync("images", $$"""{"vector": [1, 0, 0], "filter": {{filter}}}"""))));

    [Fact]
    public async Task Faces_ByMediaAndFace_TellWhereTheOthersAre()
    {
        var body = await SearchAsync("faces", """{"id": 1, "face_index": 1, "filter": {"min_confidence": 0.6}}""");

        var results = body["results"]!.AsArray();
        Assert.Equal([(2, 0), (1, 0)], results.Select(r => ((int)r!["media_store_id"]!, (int)r["face_index"]!)));
        Assert.Equal($"{PointId.OfFace(2, 0)}", (string)results[0]!["point_id"]!);
        Assert.Equal("""{"x":1,"y":2,"width":3,"height":4}""", results[0]!["bbox"]!.ToJsonString());
        Assert.Equal(0.75, (double)results[0]!["confidence"]!);
    }

    [Fact]
    public async Task Faces_ByPointId_GivesOthers() =>
        Assert.Equal([$"{PointId.OfFace(2, 0)}"], Points(await SearchAsync("faces", $$"""{"id": "{{PointId.OfFace(1, 0)}}", "threshold": 0.5}""")));

    [Fact]
    public async Task Images_ByAnyKindOfPhoto_AskTheModel()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Photo), "file", "photo.jpg" }, { new StringContent("2"), "limit" }, { new StringContent("""{"media_store_id": {"not_in": [1]}}"""), "filter" } };
        Assert.Equal(["2", "3"], Points(await (await _host.Http.PostAsync("/search/images", form)).JsonAsync(200)));
        Assert.Equal(Photo, _model.Picture);
        Assert.Equal("Bearer hush", _model.Authorization);

        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        Assert.Equal(["1"], Points(await (await _host.Http.PostAsync("/search/images?limit=1", raw)).JsonAsync(200)));

        foreach (string prefix in (string[])["", "data:image/jpeg;base64,"])
            Assert.Equal(["1", "2"], Points(await SearchAsync("images", $$"""{"image_base64": "{{prefix}}{{Convert.ToBase64String(Photo)}}", "threshold": 0.5}""")));
        Assert.Equal(Photo, _model.Picture);
    }

    [Theory]
    [InlineData("", 1, "2")]
    [InlineData("?face_index=0", 0, "1")]
    public async Task Faces_ByPhoto_TakeTheLargestUnlessToldWhich(string query, int face, string nearest)
    {
        _model.Faces = _model.Faces with { Faces = [Found(10, [1, 0, 0]), Found(50, [0.8f, 0.6f, 0])] };
        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

        var body = await (await _host.Http.PostAsync("/search/faces" + query, raw)).JsonAsync(200);

        Assert.Equal(face, (int)body["face"]!["face_index"]!);
        Assert.Equal(nearest, $"{body["results"]![0]!["media_store_id"]}");
    }

    [Theory]
    [InlineData("", "no face")]
    [InlineData("?face_index=3", "has 1 face")]
    public async Task Faces_ByAPhotoWithoutThatFace_Is422(string query, string why)
    {
        _model.Faces = _model.Faces with { Faces = query.Length == 0 ? [] : [Found(10, [1, 0, 0])] };
        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

        Assert.Contains(why, (string)(await (await _host.Http.PostAsync("/search/faces" + query, raw)).JsonAsync(422))["detail"]!);
    }

    [Theory]
    [InlineData("images", """{"vector": [1, 0]}""", 422, "2 values")]
    [InlineData("images", """{"vector": [1, 0, 0], "model_digest": "sha256:two"}""", 409, "sha256:two")]
    [InlineData("images", """{"vector": [0, 0, 0]}""", 422, "vector")]
    [InlineData("images", """{"vector": []}""", 422, "vector")]
    [InlineData("images", """{"vector": ["x"]}""", 422, "vector")]
    [InlineData("images", """{"vector": [1e60, 0, 0]}""", 422, "vector")]
    [InlineData("images", """{"id": 99}""", 404, "image_embedding")]
    [InlineData("images", """{"id": -1}""", 422, "id")]
    [InlineData("images", """{"id": "abc"}""", 422, "id")]
    [InlineData("images", "{}", 422, "just one of")]
    [InlineData("images", """{"id": 1, "vector": [1, 0, 0]}""", 422, "just one of")]
    [InlineData("images", """{"image_base64": "???"}""", 422, "base64")]
    [InlineData("images", """{"id": 1, "limit": 0}""", 422, "limit")]
    [InlineData("images", """{"id": 1, "limit": 1001}""", 422, "limit")]
    [InlineData("images", """{"id": 1, "threshold": 1.5}""", 422, "threshold")]
    [InlineData("images", """{"id": 1, "filter": []}""", 422, "filter")]
    [InlineData("images", """{"id": 1, "filter": {"colour": "red"}}""", 422, "filter.colour")]
    [InlineData("images", """{"id": 1, "filter": {"media_store_id": []}}""", 422, "filter.media_store_id")]
    [InlineData("images", """{"id": 1, "filter": {"media_store_id": {"near": 1}}}""", 422, "near")]
    [InlineData("images", """{"id": 1, "filter": {"media_store_id": [1, "x"]}}""", 422, "filter.media_store_id")]
    [InlineData("images", "[1]", 422, "JSON object")]
    [InlineData("faces", "nonsense", 422, "JSON object")]
    public async Task Search_ForNonsense_SaysWhatIsWrong(string kind, string json, int status, string why) =>
        Assert.Contains(why, (string)(await (await _host.Http.PostJsonAsync($"/search/{kind}", json)).JsonAsync(status))["detail"]!);

    [Fact]
    public async Task Images_OfAnotherModel_AreRefused()
    {
        _model.Image = _model.Image with { ModelDigest = "sha256:two" };
        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

        string detail = (string)(await (await _host.Http.PostAsync("/search/images", raw)).JsonAsync(409))["detail"]!;

        Assert.Contains(Digest, detail);
        Assert.Contains("sha256:two", detail);
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(422, 422)]
    [InlineData(401, 502)]
    [InlineData(404, 503)]
    [InlineData(429, 503)]
    [InlineData(500, 502)]
    [InlineData(503, 503)]
    public async Task Images_WhereTheModelRefuses_TellsWhoseFaultItIs(int answered, int status)
    {
        _model.Refusal = new Refusal(answered, "So it is.");
        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

        var problem = await (await _host.Http.PostAsync("/search/images", raw)).JsonAsync(status);

        Assert.Equal(status == answered && status < 500, (string)problem["detail"]! == "So it is.");
    }

    [Fact]
    public async Task Images_WhereTheModelIsAway_Is503()
    {
        await _model.DisposeAsync();
        using var raw = new ByteArrayContent(Photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

        using var answer = await _host.Http.PostAsync("/search/images", raw);

        await answer.JsonAsync(503);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Images_FromABrokenForm_Is400()
    {
        using var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc") { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } };
        await (await _host.Http.PostAsync("/search/images", broken)).JsonAsync(400);

        using var without = new MultipartFormDataContent { { new StringContent("2"), "limit" } };
        await (await _host.Http.PostAsync("/search/images", without)).JsonAsync(422);

        using var large = new MultipartFormDataContent { { new ByteArrayContent(new byte[100_001]), "file", "x" } };
        await (await _host.Http.PostAsync("/search/images", large)).JsonAsync(413);

        using var text = new StringContent("hello");
        await (await _host.Http.PostAsync("/search/images", text)).JsonAsync(415);
    }

    [Fact]
    public async Task Images_WithNoVectorYet_FindNothing()
    {
        await using var host = await JobsHost.StartAsync();

        var body = await (await host.Http.PostJsonAsync("/search/images", """{"vector": [1, 2]}""")).JsonAsync(200);

        Assert.Empty(body["results"]!.AsArray());
        await (await host.Http.PostJsonAsync("/search/images", """{"id": 1}""")).JsonAsync(404);
    }

    [Fact]
    public async Task Images_WhereTheVectorsCannotBeOpened_Is503()
    {
        // The folder is in use by the first.
        await _host.Http.PostJsonAsync("/search/images", """{"id": 1}""");
        string data = _host.Data;
        await using var second = await JobsHost.StartAsync(o => o with { Data = Directory.CreateDirectory(Path.Combine(data, "second")).FullName });
        Directory.CreateSymbolicLink(Path.Combine(data, "second", "vectors"), Path.Combine(data, "vectors"));

        await (await second.Http.PostJsonAsync("/search/images", """{"id": 1}""")).JsonAsync(503);
    }

    private static VectorPoint Image(long id, params float[] vector) =>
        new(PointId.OfMedia(id), vector, new VectorPayload { MediaStoreId = id, Fields = new Dictionary<string, FieldValue> { [PointFields.JobId] = $"j{id}" } });

    private static VectorPoint Face(long media, int index, double confidence, params float[] vector) => new(PointId.OfFace(media, index), vector, new VectorPayload
    {
        MediaStoreId = media,
        FaceIndex = index,
        Box = new VectorBox(1, 2, 3, 4),
        Fields = new Dictionary<string, FieldValue> { [PointFields.Confidence] = confidence },
    });

    private static FaceBody Found(float size, float[] vector) => new() { Bbox = [0, 0, size, size], DetScore = 0.9f, Embedding = vector };

    private static IEnumerable<string> Points(JsonObject body) => body["results"]!.AsArray().Select(r => $"{r!["point_id"]}");

    private async Task<JsonObject> SearchAsync(string kind, string json) => await (await _host.Http.PostJsonAsync($"/search/{kind}", json)).JsonAsync(200);
}
