using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs.Conformance;

public abstract class FinishingConformance(IStorePlace place) : StoreSuite(place)
{
    [ConformanceFact]
    public async Task Finish_Completed_KeepsTheResultAndMayBeToldTwice()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a", e => e.Kind == JobEventKind.Completed)] });
        await CreateAsync(store, 1);
        var claim = await ClaimAsync(store);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var outcome = JobOutcome.Completed(claim.Lease, "{\"n\":\"\\u0000 ü\"}");
        Assert.Equal([true, true], await store.FinishAsync([outcome, outcome]));
        Assert.True(await FinishAsync(store, outcome));

        Assert.Equal(claim.Job with { State = JobState.Completed, EndedAt = Clock.GetUtcNow(), DueAt = null, Result = "{\"n\":\"\\u0000 ü\"}" }, await GetAsync(store, claim.Job.Id));
        Assert.Single(await store.ReadOutboxAsync("a", 0, 10));
        Assert.False(await FinishAsync(store, JobOutcome.Failed(claim.Lease, "x")));
        Assert.Equal([false], await store.ExtendAsync([claim.Lease]));
    }

    [ConformanceFact]
    public async Task Finish_RetryAgainAndAgain_WaitsLongerEachTimeAndThenEnds()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1);
        foreach (int seconds in (int[])[2, 4, 8])
        {
            var claim = await ClaimAsync(store);
            Assert.True(await FinishAsync(store, JobOutcome.Retry(claim.Lease, "The model\0 is away \ud800.")));
            var waiting = await GetAsync(store, job.Id);
            Assert.Equal((JobState.Pending, null, "The model is away \ufffd."), (waiting.State, waiting.StartedAt, waiting.Error));
            var pause = waiting.DueAt!.Value - Clock.GetUtcNow();
            Assert.InRange(pause, TimeSpan.FromSeconds(seconds) / 2, TimeSpan.FromSeconds(seconds));
            Clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await store.ClaimAsync([Task1], 1));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.True(await FinishAsync(store, JobOutcome.Retry((await ClaimAsync(store)).Lease, "Still away.")));
        var ended = await GetAsync(store, job.Id);
        Assert.Equal((JobState.Error, "Still away. (Given up after 4 attempts.)"), (ended.State, ended.Error));
    }

    [ConformanceFact]
    public async Task Finish_Postponed_CountsNoAttemptUntilThePatienceIsOver()
    {
        var store = await OpenAsync(Options with { Patience = TimeSpan.FromMinutes(10) });
        var job = await CreateAsync(store, 1);
        var longest = TimeSpan.Zero;
        int postponed = 0;
        while (Clock.GetUtcNow() - job.CreatedAt < TimeSpan.FromMinutes(10))
        {
            Assert.True(await FinishAsync(store, JobOutcome.Postponed((await ClaimAsync(store)).Lease, "The media store is away.")));
            var waiting = await GetAsync(store, job.Id);
            Assert.Equal((JobState.Pending, 0, "The media store is away."), (waiting.State, waiting.Attempts, waiting.Error));
            var pause = waiting.DueAt!.Value - Clock.GetUtcNow();
            longest = pause > longest ? pause : longest;
            Clock.Advance(pause);
            postponed++;
        }

        Assert.InRange(postponed, 10, 60);
        Assert.InRange(longest, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        for (int attempt = 1; attempt < 4; attempt++)
        {
            Assert.True(await FinishAsync(store, JobOutcome.Postponed((await ClaimAsync(store)).Lease, "Away.")));
            var waiting = await GetAsync(store, job.Id);
            Assert.Equal(attempt, waiting.Attempts);
            Clock.Advance(waiting.DueAt!.Value - Clock.GetUtcNow());
        }

        Assert.True(await FinishAsync(store, JobOutcome.Postponed((await ClaimAsync(store)).Lease, "Away.")));
        Assert.Equal((JobState.Error, "Away. (Given up after 4 attempts.)"), (await GetAsync(store, job.Id)) is { } ended ? (ended.State, ended.Error) : default);
    }

    [ConformanceFact]
    public async Task Finish_Failed_EndsAtOnce()
    {
        var store = await OpenAsync();
        await CreateAsync(store, 1);
        var claim = await ClaimAsync(store);

        Assert.True(await FinishAsync(store, JobOutcome.Failed(claim.Lease, new string('x', 5000))));

        var ended = await GetAsync(store, claim.Job.Id);
        Assert.Equal((JobState.Error, new string('x', 4000) + "…", null), (ended.State, ended.Error, ended.Result));
    }

    [ConformanceFact]
    public async Task Finish_Released_IsReadyAtOnceAndCountsNoAttempt()
    {
        var store = await OpenAsync();
        await CreateAsync(store, 1);
        for (int i = 1; i < 10; i++)
        {
            var claim = await ClaimAsync(store);
            Assert.Equal((i, 1), (claim.Job.Fence, claim.Job.Attempts));
            Assert.True(await FinishAsync(store, JobOutcome.Released(claim.Lease)));
        }
    }

    [ConformanceFact]
    public async Task Finish_ManyAtOnce_IsToldOneByOne()
    {
        var store = await OpenAsync();
        for (int i = 0; i < 4; i++)
            await CreateAsync(store, i);
        var claims = await store.ClaimAsync([Task1], 4);

        var answers = await store.FinishAsync([
            JobOutcome.Completed(claims[3].Lease, "3"), JobOutcome.Completed(new(claims[0].Job.Id, 9), "0"), JobOutcome.Failed(claims[1].Lease, "1"),
            JobOutcome.Completed(new(Guid.NewGuid(), 1), "?"), JobOutcome.Released(claims[2].Lease)]);

        Assert.Equal([true, false, true, false, true], answers);
        var states = await Task.WhenAll(claims.Select(async c => (await GetAsync(store, c.Job.Id)).State));
        Assert.Equal([JobState.Processing, JobState.Error, JobState.Pending, JobState.Completed], states);
    }

    [ConformanceFact]
    public async Task SyncFailed_IsDeliveredAgainOnItsOwn()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a", e => e.Kind is JobEventKind.SyncFailed or JobEventKind.Completed)] });
        await CreateAsync(store, 1);
        var work = await ClaimAsync(store);
        Assert.True(await FinishAsync(store, JobOutcome.SyncFailed(work.Lease, "{\"a\":1}", "Cannot reach media_store.")));
        Assert.Empty(await store.ClaimForSyncAsync(10));
        Assert.Empty(await store.ClaimAsync(JobTasks.All, 10));
        Clock.Advance(TimeSpan.FromSeconds(5));

        var first = Assert.Single(await store.ClaimForSyncAsync(10));
        Assert.Equal((JobState.SyncFailed, "{\"a\":1}", "Cannot reach media_store.", 2), (first.Job.State, first.Job.Result, first.Job.Error, first.Job.SyncAttempts));
        Assert.Empty(await store.ClaimForSyncAsync(10));
        // Its worker dies.
        Clock.Advance(Options.Lease);
        var second = Assert.Single(await store.ClaimForSyncAsync(10));
        Assert.False(await FinishAsync(store, JobOutcome.Completed(first.Lease, null)));
        Assert.Equal([true], await store.ExtendAsync([second.Lease]));
        Assert.True(await FinishAsync(store, JobOutcome.Completed(second.Lease, null)));

        var done = await GetAsync(store, work.Job.Id);
        Assert.Equal((JobState.Completed, "{\"a\":1}", null), (done.State, done.Result, done.Error));
        Assert.Equal(["topic.SyncFailed", "topic.Completed"], (await store.ReadOutboxAsync("a", 0, 10)).Select(r => r.Topic));
    }

    [ConformanceFact]
    public async Task SyncFailed_ForTooLong_IsGivenUpUntilACallerAsks()
    {
        var store = await OpenAsync(Options with { SyncAttempts = 3 });
        var job = await CreateAsync(store, 1);
        await FinishAsync(store, JobOutcome.SyncFailed((await ClaimAsync(store)).Lease, "{}", "1"));
        for (int i = 2; i <= 3; i++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await FinishAsync(store, JobOutcome.SyncFailed(Assert.Single(await store.ClaimForSyncAsync(1)).Lease, null, $"{i}"));
        }

        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await store.ClaimForSyncAsync(1));
        var failed = await GetAsync(store, job.Id);
        Assert.Equal((JobState.SyncFailed, null, "3", "{}"), (failed.State, failed.DueAt, failed.Error, failed.Result));

        Assert.Equal(JobAction.Done, (await store.RetryAsync(job.Id)).Action);
        Assert.Equal((1, "{}"), Assert.Single(await store.ClaimForSyncAsync(1)) is var again ? (again.Job.SyncAttempts, again.Job.Result) : default);
    }

    [ConformanceFact]
    public async Task Cancel_InEveryState_EndsWhatHasNotEnded()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a", e => e.Kind == JobEventKind.Failed)] });
        var waiting = await CreateAsync(store, 1, 0);
        await CreateAsync(store, 2);
        await CreateAsync(store, 3);
        var claims = await store.ClaimAsync([Task1], 2);
        await FinishAsync(store, JobOutcome.Completed(claims[1].Lease, "{}"));

        foreach (var id in (Guid[])[waiting.Id, claims[0].Job.Id])
        {
            var result = await store.CancelAsync(id);
            Assert.Equal((JobAction.Done, JobState.Error, "The job was cancelled."), (result.Action, result.Job!.State, result.Job.Error));
            Assert.Equal(result.Job, await GetAsync(store, id));
            Assert.Equal(JobAction.Refused, (await store.CancelAsync(id)).Action);
        }

        Assert.Equal((JobAction.Refused, JobState.Completed), await store.CancelAsync(claims[1].Job.Id) is var r ? (r.Action, r.Job!.State) : default);
        Assert.Equal(new(JobAction.Unknown, null), await store.CancelAsync(Guid.NewGuid()));
        Assert.Equal([false], await store.ExtendAsync([claims[0].Lease]));
        Assert.False(await FinishAsync(store, JobOutcome.Completed(claims[0].Lease, "late")));
        Assert.False(await FinishAsync(store, JobOutcome.Failed(claims[0].Lease, "late")));
        Assert.Equal(2, (await store.ReadOutboxAsync("a", 0, 10)).Count);
    }

    [ConformanceFact]
    public async Task Retry_OfAFailedJob_BeginsItAnew()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1);
        Assert.Equal(JobAction.Refused, (await store.RetryAsync(job.Id)).Action);
        Assert.Equal(new(JobAction.Unknown, null), await store.RetryAsync(Guid.NewGuid()));
        var first = await ClaimAsync(store);
        await FinishAsync(store, JobOutcome.Failed(first.Lease, "x"));

        var result = await store.RetryAsync(job.Id);

        Assert.Equal((JobAction.Done, job with { Fence = 1 }), (result.Action, result.Job));
        var second = await ClaimAsync(store);
        Assert.Equal((2, 1), (second.Job.Fence, second.Job.Attempts));
        Assert.False(await FinishAsync(store, JobOutcome.Completed(first.Lease, "late")));
    }
}

public sealed class SqliteFinishingTests() : FinishingConformance(new SqlitePlace());

[Collection(PostgresCollection.Name)]
public sealed class PostgresFinishingTests(PostgresFixture postgres) : FinishingConformance(new PostgresPlace(() => postgres.Server));
