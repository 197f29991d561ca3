using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Datasets.Store;
using Argus.Datasets.Tests.Running;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Verify;

[Collection(PostgresCollection.Name)]
public sealed class ApiTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);

    [PostgresFact]
    public async Task Decisions_OnCandidates_AreKept()
    {
        await using var host = await CollectedAsync();

        var accepted = await PostAsync(host, "/datasets/candidates/1/accept", """{"by":"ann"}""", 200);
        var relabelled = await PostAsync(host, "/datasets/candidates/2/relabel", """{"class":"Queen"}""", 200);
        var rejected = await PostAsync(host, "/datasets/candidates/1/reject", """{"reason":"blurred"}""", 200);

        Assert.Contains("\"state\": \"accepted\"", accepted);
        Assert.Contains("\"decided_by\": \"ann\"", accepted);
        Assert.Contains("\"class\": \"Queen\"", relabelled);
        Assert.Contains("\"reason\": \"blurred\"", rejected);
        var list = (await host.Http.GetFromJsonAsync("/datasets/candidates?state=rejected", DatasetsJson.Default.CandidateListBody))!;
        Assert.Equal([1L], list.Candidates.Select(c => c.Id));
    }

    [PostgresTheory]
    [InlineData("/datasets/candidates/3/accept", "", 409, "relabel it")]
    [InlineData("/datasets/candidates/4/accept", "", 409, "no such photo")]
    [InlineData("/datasets/candidates/99/accept", "", 404, "no candidate 99")]
    [InlineData("/datasets/candidates/x/accept", "", 422, "number")]
    [InlineData("/datasets/candidates/1/relabel", "", 422, "must be one of")]
    [InlineData("/datasets/candidates/1/relabel", """{"class":"../x"}""", 422, "must be one of")]
    [InlineData("/datasets/candidates/1/reject", "[1]", 422, "JSON")]
    [InlineData("/datasets/candidates/1/reject", "{", 422, "JSON")]
    [InlineData("/datasets/runs", """{"flow":"weekly"}""", 422, "daily or monthly")]
    [InlineData("/datasets/runs", """{"flow":"daily","date":"5.3.2026"}""", 422, "YYYY-MM-DD")]
    [InlineData("/datasets/runs", """{"flow":"daily","date":"2026-03-06"}""", 422, "not over yet")]
    [InlineData("/datasets/runs", """{"flow":"monthly","date":"2026-03"}""", 422, "not over yet")]
    public async Task Post_WhatCannotBe_SaysWhy(string path, string body, int status, string word)
    {
        await using var host = await CollectedAsync();

        Assert.Contains(word, await PostAsync(host, path, body, status));
    }

    [PostgresTheory]
    [InlineData(TrustKind.Gateway, "ann")]
    [InlineData(TrustKind.Disabled, "eve")]
    public async Task Decision_OfACallerWhomTheGatewayKnows_IsTheirs(TrustKind trust, string by)
    {
        await using var host = await CollectedAsync(trust);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/datasets/candidates/1/accept") { Content = Json("""{"by":"eve"}""") };
        request.Headers.Add("X-Argus-Caller", "ann");

        using var answer = await host.Http.SendAsync(request);

        Assert.Equal(by, (await answer.Content.ReadFromJsonAsync(DatasetsJson.Default.CandidateBody))!.DecidedBy);
    }

    [PostgresFact]
    public async Task Manifest_WithoutObjects_IsItsCounts()
    {
        await using var host = await CollectedAsync();

        string counts = await host.Http.GetStringAsync("/datasets/manifests/candidates/2026-03-05?objects=false");

        var summary = JsonSerializer.Deserialize(counts, DatasetsJson.Default.DatasetSummaryBody)!;
        Assert.Equal(("candidates", "2026-03-05", 3, 1), (summary.Kind, summary.Name, summary.Total, summary.Skipped));
        Assert.Equal(2, summary.Classes["Soft"]);
        Assert.DoesNotContain("ann/", counts, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.Http.GetAsync("/datasets/manifests/candidates/2026-03-05?objects=no")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/datasets/manifests/candidates/2026-03-06?objects=false")).StatusCode);
    }

    [PostgresFact]
    public async Task Checkpoint_LiesToTheCurrentOneAsInTheBucket()
    {
        await using var host = await CollectedAsync();
        await host.Stores.Artifacts.PutAsync("models/current.json", "{}"u8.ToArray(), default);
        await host.Stores.Artifacts.PutAsync("models/checkpoints/20260401T010000Z/centroids.json", "[1]"u8.ToArray(), default);
        await host.Stores.Artifacts.PutAsync("models/checkpoints/20260401T010000Z/secret.txt", "no"u8.ToArray(), default);
        var current = new Uri(host.Http.BaseAddress!, "/datasets/models/current.json");

        Assert.Equal("{}", await host.Http.GetStringAsync(current));
        Assert.Equal("[1]", await host.Http.GetStringAsync(new Uri(current, "../models/checkpoints/20260401T010000Z/centroids.json")));
        foreach (string path in (string[])["20260401T010000Z/secret.txt", "20260401T010000Z/report.json", "..%2Fcheckpoints/centroids.json", "a%2Fb/centroids.json"])
            Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync($"/datasets/models/checkpoints/{path}")).StatusCode);
    }

    [PostgresFact]
    public async Task Photo_OfACandidate_IsItsCopy()
    {
        await using var host = await CollectedAsync();

        using var answer = await host.Http.GetAsync("/datasets/candidates/1/photo");

        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Photos.Of("one"), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/datasets/candidates/4/photo")).StatusCode);
    }

    [PostgresFact]
    public async Task List_InPages_IsAll()
    {
        await using var host = await CollectedAsync();
        List<long> ids = [];
        for (long? cursor = 0; cursor is not null;)
        {
            var page = (await host.Http.GetFromJsonAsync($"/datasets/candidates?limit=2&cursor={cursor}", DatasetsJson.Default.CandidateListBody))!;
            ids.AddRange(page.Candidates.Select(c => c.Id));
            cursor = page.NextCursor;
        }

        Assert.Equal([1L, 2, 3, 4], ids);
    }

    [PostgresFact]
    public async Task Runs_OnDemand_AreWaitedForAndListed()
    {
        await using var host = await CollectedAsync();

        var begun = await host.Http.PostAsync("/datasets/runs", Json("""{"flow":"daily","date":"2026-03-04"}"""));
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        var ended = (await host.Http.GetFromJsonAsync($"{begun.Headers.Location}?wait=30", DatasetsJson.Default.RunBody))!;

        Assert.Equal((RunState.Completed, new DateOnly(2026, 3, 4)), (ended.State, ended.Date));
        var runs = (await host.Http.GetFromJsonAsync("/datasets/runs?flow=daily", DatasetsJson.Default.RunListBody))!.Runs;
        Assert.Equal(2, runs.Count);
        Assert.Contains(runs, r => r.Counts.GetValueOrDefault("candidates") == 3);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/datasets/manifests/candidates/2026-03-05")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/datasets/manifests/candidates/2026-03-03")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/datasets/manifests/candidates/..%2f..%2fmodels%2fcurrent")).StatusCode);
    }

    [PostgresFact]
    public async Task Start_WhileARunOfTheDayIsUnderWay_Is409()
    {
        await using var host = await CollectedAsync();
        await using var held = await host.HoldAsync(Flow.Daily, "2026-03-04");

        Assert.Contains("under way", await PostAsync(host, "/datasets/runs", """{"flow":"daily","date":"2026-03-04"}""", 409));
    }

    [PostgresFact]
    public async Task AnyPath_WithoutAToken_IsRefusedWhereTokensAreWanted()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Trust = new TrustOptions { Kind = TrustKind.Tokens } });

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.GetAsync("/datasets/candidates")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health")).StatusCode);
    }

    [PostgresFact]
    public async Task Document_OfTheApi_NamesEveryPath()
    {
        await using var host = await DatasetsHost.StartAsync(postgres.Server);

        string document = await host.Http.GetStringAsync("/openapi.json");

        Assert.Contains("/datasets/candidates/{id}/relabel", document);
        Assert.Contains("/datasets/runs/{id}", document);
    }

    // 1 and 2 are candidates, 3 is of no class, 4 has no photo.
    private async Task<DatasetsHost> CollectedAsync(TrustKind trust = TrustKind.Disabled)
    {
        var host = await DatasetsHost.StartAsync(postgres.Server, o => o with { Trust = new TrustOptions { Kind = trust } });
        await host.PredictAsync("ann", "Soft", Day, "one");
        await host.PredictAsync("bob", "Soft", Day, "two");
        await host.PredictAsync("cid", "Nonsense", Day, "three");
        await host.Database.PredictAsync("dan", "dan/gone.jpg", "Soft", Day);
        host.MoveTo(Day.AddDays(1).AddHours(1));
        Assert.Equal(RunState.Completed, (await host.RunAsync(Flow.Daily, "2026-03-05")).State);
        return host;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<string> PostAsync(DatasetsHost host, string path, string body, int status)
    {
        using var answer = await host.Http.PostAsync(path, body.Length == 0 ? null : Json(body));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        if (status >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return text;
    }
}
