using System.Net;
using System.Text.Json.Nodes;
using Argus.Data.Jobs;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Api;

public sealed class JobEndpointsTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    private HttpClient Http => _host.Http;

    public async Task InitializeAsync() => _host = await JobsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [DataFact]
    public async Task Create_TheDocumentedRequest_AnswersTheDocumentedBody()
    {
        var (request, expected) = (Documented("Request Body"), Documented("Response** (HTTP 201)"));

        using var answer = await Http.PostJsonAsync("/job/image_embedding", request.ToJsonString());

        var body = await answer.JsonAsync(201);
        Assert.Equal($"/job/{body["job_id"]}", answer.Headers.Location?.OriginalString);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        AssertSame(expected, body, "job_id", "created_at");
    }

    [DataFact]
    public async Task Get_ADoneJob_AnswersTheDocumentedBody()
    {
        var expected = Documented("Response** (HTTP 200)");
        var id = await CreateAsync(12345, 7);
        var claim = Assert.Single(await _host.Jobs.ClaimAsync(["image_embedding"], 1));
        await _host.Jobs.FinishAsync([JobOutcome.Completed(claim.Lease, expected["result"]!.ToJsonString())]);

        var body = await (await Http.GetAsync($"/job/{id}")).JsonAsync(200);

        AssertSame(expected, body, "job_id", "created_at", "started_at", "completed_at");
        Assert.All((string[])["created_at", "started_at", "completed_at"], name => Assert.InRange((long)body[name]!, 1_700_000_000_000, 9_999_999_999_999));
    }

    [Theory]
    [InlineData("clip", """{"media_store_id": 1}""", 400, "image_embedding, face_detection, face_embedding")]
    [InlineData("Image_Embedding", """{"media_store_id": 1}""", 400, "task type")]
    [InlineData("face_detection", """{"media_store_id": 1, "priority": 11}""", 400, "from 0 to 10")]
    [InlineData("face_detection", """{"media_store_id": 1, "priority": -1}""", 400, "from 0 to 10")]
    [InlineData("face_detection", """{"priority": 11}""", 422, "media_store_id")]
    [InlineData("face_detection", """{"media_store_id": "1"}""", 422, "whole number, not text")]
    [InlineData("face_detection", """{"media_store_id": 1.5}""", 422, "whole number, not 1.5")]
    [InlineData("face_detection", """{"media_store_id": 1e400}""", 422, "whole number")]
    [InlineData("face_detection", """{"media_store_id": 99999999999999999999}""", 422, "whole number")]
    [InlineData("face_detection", """{"media_store_id": -1}""", 422, "0 or more")]
    [InlineData("face_detection", """{"media_store_id": null}""", 422, "not null")]
    [InlineData("face_detection", """{"media_store_id": true}""", 422, "true or false")]
    [InlineData("face_detection", """{"media_store_id": [1]}""", 422, "a list")]
    [InlineData("face_detection", """{"media_store_id": 1, "priority": "7"}""", 422, "priority")]
    [InlineData("face_detection", """{"media_store_id": 1, "priority": 7.5}""", 422, "priority")]
    [InlineData("face_detection", """{"media_store_id": 1, "media_store_id": 2}""", 422, "JSON object")]
    [InlineData("face_detection", """[{"media_store_id": 1}]""", 422, "a list")]
    [InlineData("face_detection", "null", 422, "null")]
    [InlineData("face_detection", "", 422, "JSON object")]
    [InlineData("face_detection", "media_store_id=1", 422, "JSON object")]
    [InlineData("face_detection", """{"media_store_id": 1""", 422, "JSON object")]
    public async Task Create_AWrongRequest_SaysWhatIsWrong(string task, string json, int status, string why)
    {
        var problem = await (await Http.PostJsonAsync($"/job/{task}", json)).JsonAsync(status);

        Assert.Contains(why, (string)problem["detail"]!);
        Assert.Empty((await ListAsync("")).Jobs);
    }

    [Fact]
    public async Task Create_WithSeveralFaults_NamesEach()
    {
        var problem = await (await Http.PostJsonAsync("/job/face_detection", """{"media_store_id": "x", "priority": []}""")).JsonAsync(422);

        Assert.Equal(["media_store_id", "priority"], problem["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task Create_OfAnotherContentType_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("media_store_id", "1")]);

        var problem = await (await Http.PostAsync("/job/face_detection", form)).JsonAsync(415);

        Assert.Contains("application/json", (string)problem["detail"]!);
    }

    [Fact]
    public async Task Create_WithAHugeBody_IsRefused() =>
        await (await Http.PostJsonAsync("/job/face_detection", $$"""{"media_store_id": 1, "x": "{{new string('x', 100_000)}}"}""")).JsonAsync(413);

    [Fact]
    public async Task Create_TheSameAgain_NamesTheFirst()
    {
        var id = await CreateAsync(1, 3);

        using var answer = await Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 1, "priority": 9}""");

        var problem = await answer.JsonAsync(409);
        Assert.Equal($"{id}", (string)problem["job_id"]!);
        Assert.Equal($"/job/{id}", answer.Headers.Location?.OriginalString);
        Assert.Contains("already", (string)problem["detail"]!);
    }

    [Fact]
    public async Task Create_WithAKeyAgain_AnswersTheFirstJob()
    {
        const string json = """{"media_store_id": 1, "priority": 3}""";
        var first = await (await Http.PostJsonAsync("/job/image_embedding", json, ("Idempotency-Key", "k1"))).JsonAsync(201);

        using var again = await Http.PostJsonAsync("/job/image_embedding", json, ("Idempotency-Key", "k1"));
        var other = await (await Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 2}""", ("Idempotency-Key", "k1"))).JsonAsync(422);

        Assert.Equal(first.ToJsonString(), (await again.JsonAsync(200)).ToJsonString());
        Assert.Equal($"/job/{first["job_id"]}", again.Headers.Location?.OriginalString);
        Assert.Contains("Idempotency-Key", (string)other["detail"]!);
        Assert.Null(other["job_id"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task Create_WithAKeyOfWrongLength_IsRefused(int length) =>
        await (await Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 1}""", ("Idempotency-Key", new string('k', length)))).JsonAsync(422);

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("rubbish", false)]
    public async Task Create_WithATrace_KeepsIt(string header, bool isKept)
    {
        await Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 1}""", ("traceparent", header));

        var job = Assert.Single((await _host.Jobs.ListAsync(new JobFilter())).Jobs);
        Assert.Equal(isKept, job.TraceParent?.Contains("0af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Create_ManyAtOnce_MakesEachOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Http.PostJsonAsync("/job/face_detection", $$"""{"media_store_id": {{i % 100}}}""")));

        Assert.Equal(100, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(100, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Get_AnUnknownJob_Is404() => await (await Http.GetAsync($"/job/{Guid.NewGuid()}")).JsonAsync(404);

    [Theory]
    [InlineData("GET", "/job/42")]
    [InlineData("GET", "/job/image_embedding")]
    [InlineData("GET", "/job/abc123-.../events")]
    [InlineData("DELETE", "/job/42")]
    [InlineData("POST", "/job/42/cancel")]
    [InlineData("POST", "/job/42/retry")]
    public async Task Ask_ByWhatIsNoUuid_Is422(string method, string path)
    {
        var problem = await (await Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).JsonAsync(422);

        Assert.NotNull(problem["errors"]!["job_id"]);
    }

    [Fact]
    public async Task List_ByFilters_GivesThoseAndPages()
    {
        for (int i = 0; i < 5; i++)
            await CreateAsync(i, 5);
        await Http.PostJsonAsync("/job/face_detection", """{"media_store_id": 3}""");
        await _host.Jobs.ClaimAsync(["face_detection"], 1);

        var first = await ListAsync("?status=pending&task_type=image_embedding&limit=3");
        var second = await ListAsync($"?status=pending&task_type=image_embedding&limit=3&cursor={first.Next}");

        Assert.Equal([4, 3, 2], first.Jobs);
        Assert.Equal([1, 0], second.Jobs);
        Assert.Null(second.Next);
        Assert.Equal("3,3", string.Join(',', (await ListAsync("?media_store_id=3")).Jobs));
        Assert.Equal(3, Assert.Single((await ListAsync("?status=processing,completed&status=error")).Jobs));
    }

    [Theory]
    [InlineData("status=done", "status")]
    [InlineData("task_type=clip", "task_type")]
    [InlineData("media_store_id=-1", "media_store_id")]
    [InlineData("media_store_id=x", "media_store_id")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=rubbish", "cursor")]
    public async Task List_ByAWrongQuery_NamesIt(string query, string name) =>
        Assert.NotNull((await (await Http.GetAsync($"/job?{query}")).JsonAsync(422))["errors"]![name]);

    [Theory]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/cancel")]
    public async Task Cancel_APendingJob_EndsItOnce(string method, string path)
    {
        var id = await CreateAsync(1, 5);

        var body = await (await Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/job/{id}{path}"))).JsonAsync(200);
        var again = await (await Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/job/{id}{path}"))).JsonAsync(409);

        Assert.Equal(("error", "The job was cancelled."), ((string)body["status"]!, (string)body["error_message"]!));
        Assert.Equal($"{id}", (string)again["job_id"]!);
    }

    [Fact]
    public async Task Retry_AFailedJob_LetsItWaitAgain()
    {
        var id = await CreateAsync(1, 5);
        await (await Http.PostAsync($"/job/{id}/retry", null)).JsonAsync(409);
        await Http.DeleteAsync($"/job/{id}");

        var body = await (await Http.PostAsync($"/job/{id}/retry", null)).JsonAsync(200);

        Assert.Equal("pending", (string)body["status"]!);
        await (await Http.PostAsync($"/job/{Guid.NewGuid()}/retry", null)).JsonAsync(404);
    }

    [Fact]
    public async Task Stats_CountByStateAndTask()
    {
        await CreateAsync(1, 5);
        await CreateAsync(2, 5);
        await Http.DeleteAsync($"/job/{await CreateAsync(3, 5)}");

        var body = await (await Http.GetAsync("/jobs/stats")).JsonAsync(200);

        Assert.Equal(
            [("pending", "image_embedding", 2), ("error", "image_embedding", 1)],
            body["jobs"]!.AsArray().Select(c => ((string)c!["status"]!, (string)c["task_type"]!, (int)c["count"]!)));
        Assert.NotNull(body["outbox"]);
    }

    private static void AssertSame(JsonObject expected, JsonObject body, params string[] own)
    {
        foreach (string name in own)
        {
            Assert.Equal(expected[name]!.GetValueKind(), body[name]!.GetValueKind());
            body[name] = expected[name]!.DeepClone();
        }

        Assert.Equal(expected.ToJsonString(), body.ToJsonString());
    }

    // The first JSON block behind a heading of the document that the API must serve.
    private static JsonObject Documented(string heading)
    {
        string text = File.ReadAllText(Directory.EnumerateFiles(TestData.At("seeds"), "002_*").Single());
        string[] parts = text[text.IndexOf($"**{heading}", StringComparison.Ordinal)..].Split("```");
        return (JsonObject)JsonNode.Parse(parts[1]["json".Length..])!;
    }

    private async Task<Guid> CreateAsync(long media, int priority)
    {
        var body = await (await Http.PostJsonAsync("/job/image_embedding", $$"""{"media_store_id": {{media}}, "priority": {{priority}}}""")).JsonAsync(201);
        return (Guid)body["job_id"]!;
    }

    private async Task<(long[] Jobs, string? Next)> ListAsync(string query)
    {
        var body = await (await Http.GetAsync($"/job{query}")).JsonAsync(200);
        return ([.. body["jobs"]!.AsArray().Select(j => (long)j!["media_store_id"]!)], (string?)body["next_cursor"]);
    }
}
