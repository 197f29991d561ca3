using System.Text.Json.Nodes;
using Argus.Jobs.Score;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Problems;
using Argus.Testing;

namespace Argus.Jobs.Tests.Score;

public sealed class ScoreEndpointTests : IAsyncLifetime
{
    private const string Photo = """{"image": "/9j/AQID"}""";

    private JobsHost _host = null!;
    private FakeModel _model = null!;
    private JobsHost? _other;

    public async Task InitializeAsync()
    {
        _model = await FakeModel.StartAsync();
        _host = await StartAsync(_model.Address, simulate: false);
    }

    public async Task DisposeAsync()
    {
        if (_other is not null)
            await _other.DisposeAsync();
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    [Fact]
    public async Task Score_Photo_IsAsTheDocumentSays()
    {
        var body = await AskAsync(_host, Photo, 200);

        Assert.Equal("""{"success":true,"data":{"score":87.5,"vibe":"charming","rank":50},"model_digest":"sha256:one","head_digest":"sha256:head"}""", body.ToJsonString());
        Assert.Equal([0xFF, 0xD8, 0xFF, 1, 2, 3], _model.Picture);
    }

    [Fact]
    public async Task Score_DataUrl_IsTheSamePhoto()
    {
        await AskAsync(_host, """{"image": "data:image/jpeg;base64,/9j/AQID"}""", 200);

        Assert.Equal([0xFF, 0xD8, 0xFF, 1, 2, 3], _model.Picture);
    }

    // As written by base64 without -w0, and by writers that escape every slash.
    [Theory]
    [InlineData("""{"more": [1, {"image": 1}], "image": "\/9j\/A\nQID\n"}""")]
    [InlineData("""{"image": "data:image/jpeg;base64,\/9j\/AQID"}""")]
    public async Task Score_EscapesAndLineBreaks_AreTheSamePhoto(string json)
    {
        await AskAsync(_host, json, 200);

        Assert.Equal([0xFF, 0xD8, 0xFF, 1, 2, 3], _model.Picture);
    }

    [Fact]
    public async Task Score_PhotoTooLarge_Is413InTheDocumentsForm()
    {
        _other = await JobsHost.StartAsync(o => o with { MaxBytes = 1000, Score = new ScoreOptions { Embedding = _model.Address } });

        var body = await AskAsync(_other, $$"""{"image": "{{new string('A', 100_000)}}"}""", 413);

        Assert.False((bool)body["success"]!);
    }

    [Fact]
    public async Task Score_NotJson_Is415InTheDocumentsForm()
    {
        using var answer = await _host.Http.PostAsync("/api/score", new StringContent(Photo));

        Assert.Equal(415, (int)answer.StatusCode);
        Assert.False((bool)(await answer.JsonAsync())["success"]!);
    }

    // The key is the gateway's; FACE_EMBEDDING_SERVICE may be anybody.
    [Fact]
    public async Task Score_ServiceOfItsOwn_DoesNotLearnTheKeyOfTheGateway()
    {
        using var folder = new TemporaryFolder();
        string key = folder.Write("key", "secret"u8.ToArray());
        _other = await JobsHost.StartAsync(o => o with { InferenceKeyFile = key, Score = new ScoreOptions { Embedding = _model.Address } });
        await AskAsync(_other, Photo, 200);
        Assert.Null(_model.Authorization);

        await using var gateway = await JobsHost.StartAsync(o => o with { InferenceKeyFile = key, Inference = _model.Address });
        await AskAsync(gateway, Photo, 200);
        Assert.Equal("Bearer secret", _model.Authorization);
    }

    [Fact]
    public async Task Score_Several_RanksAmongWhatWasBefore()
    {
        double[] scores = [50, 60, 40, 60];
        List<double> ranks = [];
        foreach (double score in scores)
        {
            _model.Score = _model.Score with { Score = score };
            ranks.Add((double)(await AskAsync(_host, Photo, 200))["data"]!["rank"]!);
        }

        Assert.Equal([50, 75, 16.7, 75], ranks);
    }

    [Theory]
    [InlineData("{}", 422)]
    [InlineData("""{"image": ""}""", 422)]
    [InlineData("""{"image": null}""", 422)]
    [InlineData("""{"image": 1}""", 400)]
    [InlineData("""{"image": "%%"}""", 400)]
    [InlineData("""{"image": "data:image/jpeg,xyz"}""", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 422)]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"image": "/9j/AQID"} x""", 400)]
    [InlineData("""{"image": "\ud800"}""", 400)]
    [InlineData("""{"photo": {"image": "/9j/AQID"}}""", 422)]
    public async Task Score_BadBody_FailsInTheDocumentsForm(string json, int status)
    {
        var body = await AskAsync(_host, json, status);

        Assert.False((bool)body["success"]!);
        Assert.NotEmpty((string)body["error"]!);
    }

    [Fact]
    public async Task Score_NoFace_IsThe422OfTheModel()
    {
        _model.Refusal = new Refusal(422, "The photo shows no face.");

        Assert.Equal("The photo shows no face.", (string)(await AskAsync(_host, Photo, 422))["error"]!);
    }

    [Fact]
    public async Task Score_ModelAway_Is503AndInventsNothing()
    {
        _model.Refusal = new Refusal(503, "No head.");

        var body = await AskAsync(_host, Photo, 503);

        Assert.Null(body["data"]);
    }

    [Fact]
    public async Task Score_ModelAwayAndSimulating_IsMarked()
    {
        _model.Refusal = new Refusal(503, "No head.");
        _other = await StartAsync(_model.Address, simulate: true);

        var body = await AskAsync(_other, Photo, 200);

        Assert.True((bool)body["simulated"]!);
        Assert.Null(body["head_digest"]);
    }

    [Fact]
    public async Task Score_NoFaceAndSimulating_IsStillRefused()
    {
        _model.Refusal = new Refusal(422, "The photo shows no face.");
        _other = await StartAsync(_model.Address, simulate: true);

        await AskAsync(_other, Photo, 422);
    }

    [Fact]
    public async Task Health_ServicesNamed_TellsTheirState()
    {
        var body = await (await _host.Http.GetAsync("/health")).JsonAsync(200);

        // The fake model has no /health.
        Assert.Equal("unhealthy", (string)body["dependencies"]!["face_embedding"]!);
        Assert.Equal("unreachable", (string)body["dependencies"]!["face_detection"]!);
    }

    private static Task<JobsHost> StartAsync(Uri model, bool simulate) =>
        JobsHost.StartAsync(o => o with { Score = new ScoreOptions { Embedding = model, Detection = new Uri("http://127.0.0.1:9"), Simulate = simulate } });

    private static async Task<JsonObject> AskAsync(JobsHost host, string json, int status)
    {
        var answer = await host.Http.PostJsonAsync("/api/score", json);
        var body = await answer.JsonAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
        return body;
    }
}
