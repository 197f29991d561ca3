using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Problems;
using Argus.Testing;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Video;

/// <summary>Work on a video that ends before the video does.</summary>
public sealed class VideoEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [FfmpegFact]
    public async Task Cancel_InTheMiddle_EndsTheJobAndFfmpeg()
    {
        await using var stage = await VideoStage.StartAsync();
        var asked = new TaskCompletionSource();
        var leftAlone = new TaskCompletionSource();
        stage.Model.Before = (number, cancel) => number < 8 ? Task.CompletedTask : HoldAsync(asked, leftAlone, cancel);
        var id = await stage.CreateAsync(stage.Films.Pattern("film.mp4", 60), """, "interval": 0.1""");
        await asked.Task.WaitAsync(Patience);
        using var ffmpeg = FfmpegChild.Of(stage.Host.Data);

        using var answer = await stage.Host.Http.DeleteAsync($"/job/{id}");

        Assert.Equal("error", (string)(await answer.JsonAsync(200))["status"]!);
        await leftAlone.Task.WaitAsync(Patience);
        await ffmpeg.WaitForExitAsync().WaitAsync(Patience);
    }

    [FfmpegFact]
    public async Task Time_UsedUp_EndsTheJobAndFfmpegAndSaysWhatToDo()
    {
        await using var stage = await VideoStage.StartAsync(o => o with { VideoTimeout = TimeSpan.FromSeconds(1) });
        var leftAlone = new TaskCompletionSource();
        stage.Model.Before = (_, cancel) => HoldAsync(new(), leftAlone, cancel);

        string error = await stage.ErrorAsync(stage.Films.Pattern("film.mp4", 60), """, "interval": 0.1""");

        Assert.Contains("ARGUS_VIDEO_TIMEOUT_MS", error, StringComparison.Ordinal);
        await leftAlone.Task.WaitAsync(Patience);
    }

    [FfmpegFact]
    public async Task Retry_OfAFailedOne_DoesItAnew()
    {
        await using var stage = await VideoStage.StartAsync();
        stage.Model.Refusal = new Refusal(400, "The picture is broken.");
        var id = await stage.CreateAsync(stage.Films.Pattern("film.mp4", 2), """, "interval": 0.5""");
        Assert.Equal(JobState.Error, (await stage.EndAsync(id)).State);
        stage.Model.Refusal = null;

        using var answer = await stage.Host.Http.PostAsync($"/job/{id}/retry", null);
        var again = await answer.JsonAsync(200);
        var job = await stage.EndAsync(id);

        Assert.Equal("""{"interval":0.5}""", again["parameters"]!.ToJsonString());
        Assert.Equal((JobState.Completed, 1, 4), (job.State, job.Attempts, (int)JsonNode.Parse(job.Result!)!["frames"]!));
    }

    [FfmpegFact]
    public async Task Progress_WhileItWorks_IsShownAndThenGone()
    {
        await using var stage = await VideoStage.StartAsync();
        var goOn = new TaskCompletionSource();
        stage.Model.Before = (number, _) => number < 5 ? Task.CompletedTask : goOn.Task;
        var id = await stage.CreateAsync(stage.Films.Pattern("film.mp4", 3), """, "interval": 0.1""");
        await stage.Host.UntilAsync(id, job => job.Progress is not null);

        var job = JsonNode.Parse(await stage.Host.Http.GetStringAsync($"/job/{id}"))!;
        var list = JsonNode.Parse(await stage.Host.Http.GetStringAsync("/job"))!["jobs"]![0]!;
        goOn.SetResult();
        await stage.EndAsync(id);
        var ended = JsonNode.Parse(await stage.Host.Http.GetStringAsync($"/job/{id}"))!.AsObject();

        Assert.Equal((1, 30), ((int)job["progress"]!["frames"]!, (int)job["progress"]!["total"]!));
        Assert.Equal(job["progress"]!.ToJsonString(), list["progress"]!.ToJsonString());
        Assert.Equal("""{"interval":0.1}""", ended["parameters"]!.ToJsonString());
        Assert.False(ended.ContainsKey("progress"));
    }

    [FfmpegFact]
    public async Task Worker_Killed9InTheMiddle_LeavesNoFfmpegAndTheJobIsDoneByTheNext()
    {
        using var folder = new TemporaryFolder();
        using var films = new Films();
        await using var model = await FakeModel.StartAsync();
        (model.Threshold, model.Faces) = (0.5f, model.Faces with { Faces = [VideoStage.Face()] });
        var asked = new TaskCompletionSource();
        model.Before = (number, cancel) => number < 8 ? Task.CompletedTask : HoldAsync(asked, new(), cancel);
        string id;
        Process ffmpeg;
        await using (var first = Start(folder, model))
        {
            using var http = await MediaKillTests.ClientAsync(first);
            var entity = await MediaHost.UploadAsync(http, await File.ReadAllBytesAsync(films.Pattern("film.mp4", 60)), "film", "film.mp4");
            using var created = await http.PostJsonAsync("/job/video_faces", $$"""{"media_store_id": {{entity["id"]}}, "interval": 2}""");
            id = (string)(await created.JsonAsync(201))["job_id"]!;
            await asked.Task.WaitAsync(Patience);
            ffmpeg = FfmpegChild.Of(folder.Path);
            await first.KillAsync();
        }

        using (ffmpeg)
            await ffmpeg.WaitForExitAsync().WaitAsync(Patience);
        model.Before = null;
        await using var second = Start(folder, model);
        using var again = await MediaKillTests.ClientAsync(second);
        var job = await EndAsync(again, id);
        Assert.True((string)job["status"]! == "completed", job.ToJsonString());
        Assert.Equal(30, (int)job["result"]!["frames"]!);
    }

    // The stream of events ends with the job.
    private static async Task<JsonObject> EndAsync(HttpClient http, string id)
    {
        await http.GetStringAsync($"/job/{id}/events");
        return (await http.GetFromJsonAsync<JsonObject>($"/job/{id}"))!;
    }

    private static async Task HoldAsync(TaskCompletionSource asked, TaskCompletionSource leftAlone, CancellationToken cancel)
    {
        asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => leftAlone.TrySetResult(), TaskScheduler.Default);
    }

    private static ProgramRun Start(TemporaryFolder folder, FakeModel model) => new("Argus.Jobs", [], new Dictionary<string, string>
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = "0",
        ["ARGUS_DATA"] = folder.Path,
        ["ARGUS_INFERENCE_URL"] = model.Address.ToString(),
        ["ARGUS_JOB_LEASE_MS"] = "1000",
        ["AUTH_DISABLED"] = "true",
        ["LOG_LEVEL"] = "DEBUG",
    });
}
