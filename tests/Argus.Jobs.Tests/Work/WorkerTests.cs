using System.Collections.Concurrent;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Jobs.Tests.Fakes;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Work;

/// <summary>How jobs get to places and from there to an end.</summary>
public sealed class WorkerTests
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Work_WhenAJobComes_BeginsWithoutAnyPassingOfTime()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await WorkStage.OpenAsync(time: clock);
        var begun = new TaskCompletionSource();
        await stage.WorkAsync((claim, _, _) =>
        {
            begun.TrySetResult();
            return Task.FromResult(JobOutcome.Completed(claim.Lease, "1"));
        });

        await stage.CreateAsync(1);

        await begun.Task.WaitAsync(WorkStage.Patience);
    }

    [Fact]
    public async Task Work_WithOnePlace_FollowsThePriorities()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { Workers = 1 });
        for (int priority = 0; priority <= 10; priority++)
            await stage.CreateAsync(priority, priority: priority);
        ConcurrentQueue<int> order = [];
        await stage.WorkAsync((claim, _, _) =>
        {
            order.Enqueue(claim.Job.Priority);
            return Task.FromResult(JobOutcome.Completed(claim.Lease, "1"));
        });

        foreach (var job in (await stage.Jobs.ListAsync(new())).Jobs)
            await stage.UntilAsync(job.Id, JobState.Completed);

        Assert.Equal(Enumerable.Range(0, 11).Reverse(), order);
    }

    [Fact]
    public async Task Work_OfManyJobs_UsesAllPlacesAndNotOneMore()
    {
        const int places = 5;
        await using var stage = await WorkStage.OpenAsync(o => o with { Workers = places });
        await stage.Jobs.CreateAsync([.. Enumerable.Range(0, 300).Select(i => new NewJob { TaskType = JobTasks.All[i % 3], MediaStoreId = i })]);
        int now = 0, most = 0;
        using var full = new Barrier(places);
        await stage.WorkAsync(async (claim, _, _) =>
        {
            int count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            await Task.Run(() => full.SignalAndWait(TimeSpan.FromSeconds(20)), CancellationToken.None);
            Interlocked.Decrement(ref now);
            return JobOutcome.Completed(claim.Lease, "1");
        });

        foreach (var job in (await stage.Jobs.ListAsync(new() { Limit = 1000 })).Jobs)
            await stage.UntilAsync(job.Id, JobState.Completed);

        Assert.Equal(places, most);
        Assert.Equal(300, (await stage.EventsAsync()).Distinct().Count());
    }

    [Fact]
    public async Task Work_LongerThanItsLease_KeepsTheJob()
    {
        // Longer than a busy machine may leave a thread waiting.
        var lease = TimeSpan.FromSeconds(3);
        await using var stage = await WorkStage.OpenAsync(o => o with { Jobs = o.Jobs with { Lease = lease } });
        await stage.WorkAsync(async (claim, _, _) =>
        {
            long begun = stage.Time.GetTimestamp();
            await stage.Door.Called.UntilAsync(() => stage.Time.GetElapsedTime(begun) > 3 * lease && stage.Door.CallsOf("ExtendAsync") >= 6, WorkStage.Patience, () => "The lease is not extended.");
            return JobOutcome.Completed(claim.Lease, "1");
        });

        var job = await stage.DoAsync(1);

        Assert.Equal((JobState.Completed, 1, 1L), (job.State, job.Attempts, job.Fence));
    }

    [Fact]
    public async Task Work_OnAJobThatIsCancelled_EndsAndChangesNothing()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { Workers = 1 });
        var fetching = new TaskCompletionSource();
        var hungUp = new TaskCompletionSource();
        stage.Platform.File = async (id, http) =>
        {
            if (id != 1)
            {
                await http.Response.WriteAsync($"picture {id}");
                return;
            }

            fetching.SetResult();
            await FakePlatform.HangAsync(http);
            hungUp.SetResult();
        };
        await stage.WorkAsync();
        var job = await stage.CreateAsync(1);
        await fetching.Task.WaitAsync(WorkStage.Patience);

        Assert.Equal(JobAction.Done, (await stage.Jobs.CancelAsync(job.Id)).Action);

        await hungUp.Task.WaitAsync(WorkStage.Patience);
        Assert.Equal(JobState.Completed, (await stage.DoAsync(2)).State);
        Assert.Equal((JobState.Error, "The job was cancelled."), (await stage.Jobs.GetAsync(job.Id)) is { } end ? (end.State, end.Error) : default);
        Assert.Single(await stage.EventsAsync(), e => e.Job == job.Id);
    }

    [Fact]
    public async Task Work_WhoseLeaseRanOut_ChangesNothingAfterAnotherDidTheJob()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { Jobs = o.Jobs with { Lease = ShortLease } });
        stage.Door.Fault = method => method == "ExtendAsync" ? new JobStoreException(JobStoreFault.Unavailable, "Away.") : null;
        var (go, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await stage.WorkAsync(async (claim, _, _) =>
        {
            if (claim.Job.Fence > 1)
                return JobOutcome.Completed(claim.Lease, "2");
            await go.Task;
            ended.SetResult();
            return JobOutcome.Completed(claim.Lease, "1");
        });

        var job = await stage.DoAsync(1);
        go.SetResult();
        await ended.Task;
        await stage.StopAsync();

        Assert.Equal(("2", 1, 2L), (job.Result, job.Attempts, job.Fence));
        Assert.Equal(job, await stage.Jobs.GetAsync(job.Id));
        Assert.Single(await stage.EventsAsync());
    }

    [Fact]
    public async Task Work_AfterAnotherProcessDied_DoesWhatItHeldAndWhatIsDueLater()
    {
        var folder = new TemporaryFolder();
        Guid[] ids;
        await using (var dying = SqliteJobStore.Open(folder.At(WorkStage.Database), new() { Lease = TimeSpan.FromSeconds(1) }, TimeProvider.System))
        {
            ids = [.. (await dying.CreateAsync([.. Enumerable.Range(0, 3).Select(i => new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = i })])).Select(m => m.Job.Id)];
            var claims = await dying.ClaimAsync(JobTasks.All, 2);
            await dying.FinishAsync([JobOutcome.Retry(claims[1].Lease, "x", TimeSpan.FromSeconds(1))]);
        }

        // The third is ready: that something is there to begin with must not hide that the others are due later.
        await using var stage = await WorkStage.OpenAsync(folder: folder);
        await stage.WorkAsync((claim, _, _) => Task.FromResult(JobOutcome.Completed(claim.Lease, "1")));

        foreach (var id in ids)
            await stage.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task Stop_WithWorkInHand_LetsItEndAndClaimsNothingMore()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { Workers = 1 });
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await stage.WorkAsync(async (claim, _, _) =>
        {
            begun.TrySetResult();
            await go.Task;
            return JobOutcome.Completed(claim.Lease, "1");
        });
        var first = await stage.CreateAsync(1);
        var second = await stage.CreateAsync(2);
        await begun.Task.WaitAsync(WorkStage.Patience);

        var stopping = stage.StopAsync();
        Assert.False(stopping.IsCompleted);
        go.SetResult();
        await stopping.WaitAsync(WorkStage.Patience);

        Assert.Equal(JobState.Completed, (await stage.Jobs.GetAsync(first.Id))!.State);
        Assert.Equal((JobState.Pending, 0), (await stage.Jobs.GetAsync(second.Id)) is { } job ? (job.State, job.Attempts) : default);
    }

    [Fact]
    public async Task Stop_WithWorkThatDoesNotEnd_GivesItBackAsIfNeverBegun()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with { ShutdownTimeout = TimeSpan.FromMilliseconds(100) });
        var hanging = new TaskCompletionSource();
        stage.Platform.File = (_, http) =>
        {
            hanging.TrySetResult();
            return FakePlatform.HangAsync(http);
        };
        await stage.WorkAsync();
        var job = await stage.CreateAsync(1);
        await hanging.Task.WaitAsync(WorkStage.Patience);

        await stage.StopAsync().WaitAsync(WorkStage.Patience);

        var after = (await stage.Jobs.GetAsync(job.Id))!;
        Assert.Equal((JobState.Pending, 0, null), (after.State, after.Attempts, after.Error));
    }

    [Fact]
    public async Task Work_WhileTheStoreIsAway_GoesOnAfterwardsAndLosesNothing()
    {
        await using var stage = await WorkStage.OpenAsync();
        int faults = 0;
        stage.Door.Fault = method => method is "ClaimAsync" or "FinishAsync" && Interlocked.Increment(ref faults) <= 6 ? new JobStoreException(JobStoreFault.Unavailable, "Away.") : null;
        int runs = 0;
        await stage.WorkAsync((claim, _, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(JobOutcome.Completed(claim.Lease, "1"));
        });

        var job = await stage.DoAsync(1);

        Assert.Equal((JobState.Completed, 1, 1), (job.State, job.Attempts, runs));
        Assert.True(faults > 6);
    }

    [Fact]
    public async Task Work_WithAnOutcomeThatNoStoreTakes_DoesNotHoldUpTheOthers()
    {
        await using var stage = await WorkStage.OpenAsync(o => o with
        {
            Workers = 16,
            ShutdownTimeout = TimeSpan.FromMilliseconds(100),
            Jobs = o.Jobs with { Sinks = [new("events", e => e.Job is { State: JobState.Completed, MediaStoreId: 3 } ? throw new InvalidOperationException("no") : null)] },
        });
        await stage.WorkAsync((claim, _, _) => Task.FromResult(JobOutcome.Completed(claim.Lease, "1")));

        var made = await stage.Jobs.CreateAsync([.. Enumerable.Range(0, 16).Select(i => new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = i })]);

        foreach (var other in made.Where(m => m.Job.MediaStoreId != 3))
            await stage.UntilAsync(other.Job.Id, JobState.Completed);
        Assert.Equal(JobState.Completed, (await stage.DoAsync(16)).State);
        Assert.Equal(JobState.Processing, (await stage.Jobs.GetAsync(made[3].Job.Id))!.State);
    }

    [Fact]
    public async Task Work_WithAFaultOfItsOwn_CountsAsAnAttempt()
    {
        await using var stage = await WorkStage.OpenAsync();
        int runs = 0;
        await stage.WorkAsync((claim, _, _) => ++runs < 3 ? throw new InvalidOperationException("bug") : Task.FromResult(JobOutcome.Completed(claim.Lease, "1")));

        var job = await stage.DoAsync(1);

        Assert.Equal((JobState.Completed, 3), (job.State, job.Attempts));
    }

    private static void InterlockedMax(ref int most, int count)
    {
        for (int seen = most; seen < count;)
            seen = Interlocked.CompareExchange(ref most, count, seen);
    }
}
