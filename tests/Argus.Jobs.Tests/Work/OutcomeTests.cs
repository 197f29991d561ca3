using Argus.Contracts.Jobs;
using Argus.Jobs.Tests.Fakes;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Work;

/// <summary>How jobs end by what the media store and the model answer.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(404, "upload the picture first")]
    [InlineData(410, "upload the picture first")]
    public async Task Fetch_WithoutAFile_FailsAtOnce(int status, string says)
    {
        await using var stage = await WorkStage.StartAsync();
        stage.Platform.File = (_, http) => FakePlatform.RefuseAsync(http, status);

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Error, 1), (job.State, job.Attempts));
        Assert.Contains(says, job.Error, StringComparison.Ordinal);
        Assert.Contains("9", job.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(302)]
    public async Task Fetch_FromAStoreThatFails_IsTriedAgainThenGivenUp(int status)
    {
        await using var stage = await WorkStage.StartAsync();
        stage.Platform.File = (_, http) => FakePlatform.RefuseAsync(http, status);

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Error, 4), (job.State, job.Attempts));
        Assert.StartsWith("Cannot reach media_store at ", job.Error, StringComparison.Ordinal);
        Assert.Equal(4, stage.Platform.Calls.Count);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Fetch_FromAStoreThatIsAwayForLong_CostsNoAttempt(int status)
    {
        await using var stage = await WorkStage.StartAsync();
        int calls = 0;
        stage.Platform.File = (id, http) => ++calls <= 8 ? FakePlatform.RefuseAsync(http, status) : http.Response.WriteAsync($"picture {id}");

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Completed, 1, 9), (job.State, job.Attempts, calls));
    }

    [Fact]
    public async Task Model_ThatNobodyListensFor_PostponesTheJob()
    {
        await using var stage = await WorkStage.StartAsync(o => o with { Inference = new Uri("http://127.0.0.1:1") });

        var created = await stage.CreateAsync(9);
        var job = await stage.UntilAsync(created.Id, job => job is { State: JobState.Pending, Fence: >= 6 });

        Assert.Equal(0, job.Attempts);
        Assert.StartsWith("Cannot reach the model at ", job.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    public async Task Model_RefusingThePicture_FailsAtOnceWithItsReason(int status)
    {
        await using var stage = await WorkStage.StartAsync();
        stage.Platform.Embed = (_, http) => FakePlatform.RefuseAsync(http, status, "This is no picture.");

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Error, 1, "This is no picture."), (job.State, job.Attempts, job.Error));
    }

    [Theory]
    [InlineData(401, "ARGUS_INFERENCE_KEY_FILE")]
    [InlineData(403, "ARGUS_INFERENCE_KEY_FILE")]
    [InlineData(404, "deploy one for the task image-embedding")]
    [InlineData(301, "redirect")]
    [InlineData(500, "answers 500")]
    [InlineData(200, "no model of Argus")]
    public async Task Model_ThatIsMisconfigured_IsTriedAgainAndSaysWhatToDo(int status, string says)
    {
        await using var stage = await WorkStage.StartAsync();
        stage.Platform.Embed = (_, http) => FakePlatform.RefuseAsync(http, status);

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Error, 4), (job.State, job.Attempts));
        Assert.Contains(says, job.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(504, 2)]
    public async Task Model_ThatIsBusy_IsLeftAloneAsLongAsItAsksThenDoesTheJob(int status, int attempts)
    {
        await using var stage = await WorkStage.StartAsync();
        int calls = 0;
        stage.Platform.Embed = (id, http) => ++calls == 1 ? FakePlatform.RefuseAsync(http, status, "Full.", retryAfter: "1") : FakePlatform.WriteVectorAsync(http, id);

        var created = await stage.CreateAsync(9);
        var waiting = await stage.UntilAsync(created.Id, job => job.DueAt is not null && job.State == JobState.Pending);
        var job = await stage.UntilAsync(created.Id, JobState.Completed);

        Assert.EndsWith($"answers {status}: Full.", waiting.Error, StringComparison.Ordinal);
        Assert.InRange(job.StartedAt!.Value - waiting.CreatedAt, TimeSpan.FromSeconds(1), WorkStage.Patience);
        Assert.Equal((attempts, null), (job.Attempts, job.Error));
    }

    [Fact]
    public async Task Hanging_OfSome_EndsAsDocumentedWhileOthersPass()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await WorkStage.OpenAsync(o => o with { MediaTimeout = TimeSpan.FromSeconds(3), InferenceTimeout = TimeSpan.FromSeconds(3), Jobs = o.Jobs with { Attempts = 1 } }, clock);
        await stage.WorkAsync();
        stage.Platform.File = (id, http) => id == 1 ? FakePlatform.HangAsync(http) : http.Response.WriteAsync($"picture {id}");
        stage.Platform.Embed = (id, http) => id == 2 ? FakePlatform.HangAsync(http) : FakePlatform.WriteVectorAsync(http, id);

        var media = await stage.CreateAsync(1, priority: 10);
        var model = await stage.CreateAsync(2, priority: 10);
        for (int i = 3; i < 40; i++)
            Assert.Equal(JobState.Completed, (await stage.DoAsync(i)).State);

        Assert.Equal([JobState.Processing, JobState.Processing], [(await stage.Jobs.GetAsync(media.Id))!.State, (await stage.Jobs.GetAsync(model.Id))!.State]);
        await clock.UntilTimerAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith($"Cannot reach media_store at {stage.Platform.Url}: it did not answer within 3 s.", (await stage.UntilAsync(media.Id, JobState.Error)).Error, StringComparison.Ordinal);
        Assert.StartsWith($"The model at {stage.Platform.Url} did not answer within 3 s.", (await stage.UntilAsync(model.Id, JobState.Error)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hanging_OfMoreThanThereArePlaces_DoesNotHoldUpThoseBehind()
    {
        await using var stage = await WorkStage.StartAsync(o => o with { Workers = 2, MediaTimeout = WorkStage.Patience, ShutdownTimeout = TimeSpan.Zero });
        stage.Platform.File = (id, http) => id <= 4 ? FakePlatform.HangAsync(http) : http.Response.WriteAsync($"picture {id}");
        stage.Platform.Results = (id, http) => id <= 8 ? FakePlatform.HangAsync(http) : Task.CompletedTask;
        for (int i = 1; i <= 8; i++)
            await stage.CreateAsync(i, priority: 10);

        for (int i = 9; i < 20; i++)
            Assert.Equal(JobState.Completed, (await stage.DoAsync(i)).State);

        Assert.Equal(8, (await stage.Jobs.ListAsync(new() { States = [JobState.Processing] })).Jobs.Count);
    }

    [Fact]
    public async Task Delivery_ThatFails_IsTriedAgainWithoutDoingTheWorkAgain()
    {
        await using var stage = await WorkStage.StartAsync();
        int deliveries = 0;
        stage.Platform.Results = (_, http) => Interlocked.Increment(ref deliveries) < 4 ? FakePlatform.RefuseAsync(http, 500) : Task.CompletedTask;

        var created = await stage.CreateAsync(9);
        var failed = await stage.UntilAsync(created.Id, JobState.SyncFailed);
        var job = await stage.UntilAsync(created.Id, JobState.Completed);

        Assert.Contains("did not take the result: it answers 500.", failed.Error, StringComparison.Ordinal);
        Assert.Equal((failed.Result, null, 4), (job.Result, job.Error, deliveries));
        Assert.Single(stage.Platform.Calls, c => c.Path == "/embed/image");
        Assert.Equal(["SyncFailed", "Completed"], (await stage.EventsAsync()).Select(e => e.Kind));
    }

    [Fact]
    public async Task Delivery_WhereItIsOff_IsNotTried()
    {
        await using var stage = await WorkStage.StartAsync(o => o with { MediaResults = false });

        Assert.Equal(JobState.Completed, (await stage.DoAsync(9)).State);

        Assert.Equal(["/entity/9/file", "/embed/image"], stage.Platform.Calls.Select(c => c.Path));
    }

    [Fact]
    public async Task Fetch_OfMoreThanAllowed_FailsAndReadsNoFurther()
    {
        await using var stage = await WorkStage.StartAsync(o => o with { MaxBytes = 1000 });
        var hungUp = new TaskCompletionSource();
        stage.Platform.File = async (_, http) =>
        {
            http.RequestAborted.Register(hungUp.SetResult);
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.WriteAsync(new string('x', 500));
        };

        var job = await stage.DoAsync(9);

        Assert.Equal((JobState.Error, 1, "The file of media_store_id 9 has more than 1000 bytes, which ARGUS_MAX_BYTES allows."), (job.State, job.Attempts, job.Error));
        await hungUp.Task.WaitAsync(WorkStage.Patience);
    }

    [Fact]
    public async Task Run_OfANegativePicture_Fails()
    {
        await using var stage = await WorkStage.StartAsync();

        Assert.Equal((JobState.Error, "The media_store_id -1 is below 0: there is no such picture."), await stage.DoAsync(-1) is var job ? (job.State, job.Error) : default);

        Assert.Empty(stage.Platform.Calls);
    }
}
