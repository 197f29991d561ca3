using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>Jobs on the page, in a real browser, by a pod that answers as the job service does.</summary>
[Collection(InChromium.Name)]
public sealed class ConsoleJobsTests(Chromium chromium) : IAsyncLifetime
{
    private readonly JobsPod _jobs = new();
    private GatewayHarness _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayHarness.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task State_OwnServices_AreTold()
    {
        await using var pod = await _jobs.ServeAsync(_gateway);

        var services = JsonNode.Parse(await _gateway.Http.GetStringAsync("/console/state"))!["services"]!.AsArray();
        Assert.Equal(["jobs", "media"], services.Select(s => (string)s!["serves"]!));
        Assert.All(services, s => Assert.Equal(1, (int)s!["pods"]!));
    }

    [ChromiumFact]
    public async Task Page_WithoutJobService_SaysNothingOfJobs()
    {
        await using var window = await chromium.OpenAsync(Address);
        await Expect(window.Page.Locator("#models-note")).ToContainTextAsync("There is no ModelDeployment");
        await Expect(window.Page.Locator("#jobs")).ToBeHiddenAsync();
        Assert.DoesNotContain(window.Requests, address => address.Contains("/console/jobs.", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Page_JobOnAVideo_ShowsHowFarItIsAndThenWhoIsSeen()
    {
        _jobs.Jobs = $"[{JobsPod.Job(1, "processing", task: "video_faces", progress: """{"frames":3,"total":10}""")}]";
        await using var pod = await _jobs.ServeAsync(_gateway);
        await using var window = await chromium.OpenAsync(Address);
        var row = window.Page.Locator("#jobs-rows tr").Nth(0);

        await Expect(row).ToContainTextAsync("Faces in the video");
        await Expect(row).ToContainTextAsync("At work 3 of 10 frames");

        _jobs.Jobs = $"[{JobsPod.Job(1, "completed", task: "video_faces", result: """{"track_count":3,"tracks":[{"tag":{"name":"<i>jane</i>"}},{"tag":null},{"tag":{"name":"<i>jane</i>"}}]}""")}]";
        await Expect(row).ToContainTextAsync("Done 3 tracks: <i>jane</i>");
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_Jobs_AreFollowedCancelledAndTriedAgain()
    {
        _jobs.Jobs = $"[{JobsPod.Job(2, "processing")},{JobsPod.Job(1, "error", "<b>The picture</b> is broken.")}]";
        await using var pod = await _jobs.ServeAsync(_gateway);
        await using var window = await chromium.OpenAsync(Address);
        var rows = window.Page.Locator("#jobs-rows tr");

        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(1)).ToContainTextAsync("<b>The picture</b> is broken.");
        await Expect(window.Page.Locator("#jobs-summary")).ToHaveTextAsync("3 waiting · the oldest waits 9.0 s · mqtt: 2 messages to send, 1 given up");
        await rows.Nth(0).GetByRole(AriaRole.Button).ClickAsync();
        await rows.Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(rows.Nth(1)).ToContainTextAsync("Try again");

        _jobs.Jobs = $"[{JobsPod.Job(3, "completed", result: """{"face_count":2,"faces":[]}""")}]";
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.Nth(0)).ToContainTextAsync("Done 2 faces");
        await Expect(rows.Nth(0)).ToContainTextAsync("250 ms");
        await window.SaveAsync("jobs");
        Assert.Equal(["POST /job/00000000-0000-7000-8000-000000000001/retry", "POST /job/00000000-0000-7000-8000-000000000002/cancel"], _jobs.Changes.Order());
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_PictureForAJob_IsUploadedFirst()
    {
        await using var pod = await _jobs.ServeAsync(_gateway);
        await using var window = await chromium.OpenAsync(Address);
        await window.Page.Locator("#job-task").SelectOptionAsync("image_embedding");

        await window.Page.Locator("#job-file").SetInputFilesAsync([FaceServer.Photo, FaceServer.Photo]);
        await Expect(window.Page.Locator("#jobs-note")).ToHaveTextAsync("There are no jobs yet.");

        Assert.Equal(["POST /entity/", "POST /job/image_embedding", "POST /entity/", "POST /job/image_embedding"], _jobs.Changes);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_Search_ShowsTheMostAlikeWithTheirPictures()
    {
        _jobs.Hits = """[{"media_store_id":7,"score":0.91234},{"media_store_id":9,"score":0.5}]""";
        await using var pod = await _jobs.ServeAsync(_gateway);
        await using var window = await chromium.OpenAsync(Address, width: 320);
        await Expect(window.Page.Locator("#jobs")).ToBeVisibleAsync();

        await window.Page.Locator("#search-file").SetInputFilesAsync(FaceServer.Photo);

        await Expect(window.Page.Locator("#hit-list li")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator("#hit-list li").First).ToContainTextAsync("Picture 7 0.912");
        await window.Page.WaitForFunctionAsync("() => document.querySelector('#hit-list img').naturalWidth > 0");
        await window.SaveAsync("jobs-320");
        Assert.Equal(320, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Equal(["POST /search/faces"], _jobs.Changes);
        Assert.Empty(window.Complaints);
    }

    private Uri Address => new(_gateway.Url(0), "/console");
}
