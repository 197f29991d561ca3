using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing.Databases;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Data.Tests.Jobs.Conformance;

public abstract class ClaimingConformance(IStorePlace place) : StoreSuite(place)
{
    private static readonly TimeSpan Lease = Options.Lease;
    private long _media;

    [ConformanceFact]
    public async Task Claim_InAnyMix_FollowsPriorityAndAgeExactly()
    {
        var store = await OpenAsync();
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Task.Run(() => MixAsync(store, new Random(seed))).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(2026, 3));
    }

    [ConformanceFact]
    public async Task Claim_OfLowPriority_ComesBeforeHighThatCameMuchLater()
    {
        var store = await OpenAsync();
        var low = await CreateAsync(store, 1, 0);
        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        var before = await CreateAsync(store, 2, 10);
        Clock.Advance(TimeSpan.FromMilliseconds(2));
        var after = await CreateAsync(store, 3, 10);

        Assert.Equal([before.Id, low.Id, after.Id], (await store.ClaimAsync([Task1], 3)).Select(c => c.Job.Id));
    }

    [ConformanceFact]
    public async Task Claim_AJob_LeasesItToOne()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var claim = await ClaimAsync(store);

        Assert.Equal(job with { State = JobState.Processing, StartedAt = Clock.GetUtcNow(), DueAt = Clock.GetUtcNow() + Lease, Fence = 1, Attempts = 1 }, claim.Job);
        Assert.Equal(claim.Job, await GetAsync(store, job.Id));
        Assert.Empty(await store.ClaimAsync(JobTasks.All, 10));
        Assert.Empty(await store.ClaimAsync([], 10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ClaimAsync([Task1], 0));
    }

    [ConformanceFact]
    public async Task Claim_AfterTheLeaseEnded_IsAnothersAndTheFirstIsToldSo()
    {
        var store = await OpenAsync();
        await CreateAsync(store, 1);
        var first = await ClaimAsync(store);
        Clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await store.ClaimAsync(JobTasks.All, 1));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        var second = await ClaimAsync(store);

        Assert.Equal((2, 1), (second.Job.Fence, second.Job.Attempts));
        Assert.Equal([false], await store.ExtendAsync([first.Lease]));
        Assert.False(await FinishAsync(store, JobOutcome.Completed(first.Lease, "1")));
        Assert.False(await FinishAsync(store, JobOutcome.Retry(first.Lease, "x")));
        Assert.Equal(second.Job, await GetAsync(store, second.Job.Id));
        Assert.True(await FinishAsync(store, JobOutcome.Completed(second.Lease, "2")));
        Assert.False(await FinishAsync(store, JobOutcome.Failed(first.Lease, "x")));
        Assert.Equal("2", (await GetAsync(store, second.Job.Id)).Result);
    }

    [ConformanceFact]
    public async Task Extend_InTime_KeepsTheJob()
    {
        var store = await OpenAsync();
        await CreateAsync(store, 1);
        var claim = await ClaimAsync(store);
        for (int i = 0; i < 5; i++)
        {
            Clock.Advance(Lease * 0.9);
            Assert.Equal([true, false], await store.ExtendAsync([claim.Lease, new(Guid.NewGuid(), 1)]));
        }

        Clock.Advance(Lease * 0.9);
        Assert.Empty(await store.ClaimAsync(JobTasks.All, 1));
        Assert.True(await FinishAsync(store, JobOutcome.Completed(claim.Lease, "{}")));
    }

    [ConformanceFact]
    public async Task Claim_AJobThatKillsItsWorkers_EndsInErrorAfterTheFreeClaimsAndTheAttempts()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a", e => e.Kind == JobEventKind.Failed)] });
        var job = await CreateAsync(store, 1);
        for (int claim = 1; claim <= Options.FreeClaims + Options.Attempts; claim++)
        {
            Assert.Equal((job.Id, claim, Math.Max(1, claim - Options.FreeClaims)), (await ClaimAsync(store)) is var c ? (c.Job.Id, c.Job.Fence, c.Job.Attempts) : default);
            Clock.Advance(Lease);
            // Whoever looks next finds out that it was lost; it is not to be had before its pause is over.
            if (claim > 1)
            {
                Assert.Empty(await store.ClaimAsync(JobTasks.All, 1));
                Clock.Advance(Options.MaxRetryDelay);
            }
        }

        Assert.Empty(await store.ClaimAsync(JobTasks.All, 1));
        var poison = await GetAsync(store, job.Id);
        Assert.Equal((JobState.Error, "The worker of claim 12 stopped without an answer. (Given up after 4 attempts.)", Clock.GetUtcNow() - Options.MaxRetryDelay), (poison.State, poison.Error, poison.EndedAt));
        Assert.Single(await store.ReadOutboxAsync("a", 0, 10));
    }

    [ConformanceFact]
    public async Task Claim_OfJobsThatAreLostTogether_PartsThemAndHoldsUpNoOthers()
    {
        // Chance parts them: with a second to share out, two of four would meet now and then.
        var store = await OpenAsync(Options with { RetryDelay = TimeSpan.FromHours(1), MaxRetryDelay = TimeSpan.FromHours(1) });
        var jobs = new List<Job>();
        for (int i = 0; i < 4; i++)
            jobs.Add(await CreateAsync(store, i, 10));
        for (int loss = 0; loss < 2; loss++)
        {
            Assert.Equal(4, (await store.ClaimAsync(JobTasks.All, 4)).Count);
            Clock.Advance(Lease);
        }

        var behind = await CreateAsync(store, 5, 0);
        Assert.Equal(behind.Id, (await ClaimAsync(store)).Job.Id);
        var due = new List<DateTimeOffset?>();
        foreach (var job in jobs)
            due.Add((await GetAsync(store, job.Id)).DueAt);
        Assert.Equal(4, due.Distinct().Count());
    }

    [ConformanceFact]
    public async Task ClaimById_OfAJobThatIsLostAgain_IsToldToWait()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1);
        for (int loss = 0; loss < 2; loss++)
        {
            Assert.Equal(ClaimOutcome.Claimed, Assert.Single(await store.ClaimByIdAsync([job.Id])).Outcome);
            Clock.Advance(Lease);
        }

        var result = Assert.Single(await store.ClaimByIdAsync([job.Id]));

        Assert.Equal((ClaimOutcome.Waiting, JobState.Pending), (result.Outcome, result.Job!.State));
        Assert.Equal(result.Job, await GetAsync(store, job.Id));
        Clock.Advance(Options.MaxRetryDelay);
        Assert.Equal(job.Id, Assert.Single(await store.ClaimDueAsync(1)).Job.Id);
    }

    [ConformanceFact]
    public async Task ClaimDue_OfAllJobs_TakesDueRetriesAndLeavesReadyOnes()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a", e => e.Kind == JobEventKind.Ready)] });
        var dying = await CreateAsync(store, 1, 10);
        var retried = await CreateAsync(store, 2, 9);
        var ready = await CreateAsync(store, 3, 0);
        var claims = await store.ClaimAsync([Task1], 2);
        await FinishAsync(store, JobOutcome.Retry(claims[1].Lease, "x", Lease));
        Assert.Empty(await store.ClaimDueAsync(10));
        var next = store.Signals.Work.Next;
        Clock.Advance(Lease);
        await next.WaitAsync(TimeSpan.FromSeconds(10));

        var due = Assert.Single(await store.ClaimDueAsync(10));

        Assert.Equal((retried.Id, 2, 2L), (due.Job.Id, due.Job.Attempts, due.Job.Fence));
        Assert.Equal(due.Job, await GetAsync(store, retried.Id));
        Assert.Equal(ready, await GetAsync(store, ready.Id));
        // Three were new; the fourth message is that of the job whose worker died.
        Assert.Equal($"{dying.Id} Pending 1", System.Text.Encoding.UTF8.GetString((await store.ReadOutboxAsync("a", 0, 10))[3].Body.Span));
        Assert.Empty(await store.ClaimDueAsync(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ClaimDueAsync(0));
    }

    [ConformanceFact]
    public async Task ClaimById_InEveryState_SaysWhy()
    {
        var store = await OpenAsync();
        for (int i = 0; i < 5; i++)
            await CreateAsync(store, i, 10 - i);
        var claims = await store.ClaimAsync([Task1], 3);
        await store.FinishAsync([JobOutcome.Completed(claims[0].Lease, "{}"), JobOutcome.Retry(claims[1].Lease, "x", TimeSpan.FromSeconds(9))]);
        var ids = (await store.ListAsync(new())).Jobs.Reverse().Select(j => j.Id).ToArray();

        var results = await store.ClaimByIdAsync([.. ids, Guid.Empty, ids[3]]);

        Assert.Equal(
            [ClaimOutcome.Ended, ClaimOutcome.Waiting, ClaimOutcome.Taken, ClaimOutcome.Claimed, ClaimOutcome.Claimed, ClaimOutcome.Unknown, ClaimOutcome.Taken],
            results.Select(r => r.Outcome));
        Assert.Equal(1, results[3].Job!.Fence);
        Assert.Empty(await store.ClaimAsync(JobTasks.All, 10));
        Clock.Advance(Lease);
        Assert.Equal(
            [ClaimOutcome.Ended, ClaimOutcome.Claimed, ClaimOutcome.Claimed, ClaimOutcome.Claimed, ClaimOutcome.Claimed],
            (await store.ClaimByIdAsync(ids)).Select(r => r.Outcome));
    }

    [ConformanceFact]
    public async Task ClaimById_OfPoison_EndsIt()
    {
        var store = await OpenAsync(Options with { Attempts = 1, FreeClaims = 0, Sinks = [Sink("a", e => e.Kind == JobEventKind.Failed)] });
        var job = await CreateAsync(store, 1);
        await ClaimAsync(store);
        Clock.Advance(Lease);

        var result = Assert.Single(await store.ClaimByIdAsync([job.Id]));

        Assert.Equal((ClaimOutcome.Ended, JobState.Error), (result.Outcome, result.Job!.State));
        Assert.Equal(result.Job, await GetAsync(store, job.Id));
        Assert.Single(await store.ReadOutboxAsync("a", 0, 10));
    }

    [ConformanceFact]
    public async Task Wake_OfWhoWaits_ComesWithAJobAndWhenOneIsDue()
    {
        var store = await OpenAsync();
        Assert.Empty(await store.ClaimAsync([Task1], 1));
        var next = store.Signals.Work.Next;
        await CreateAsync(store, 1);
        await next.WaitAsync(TimeSpan.FromSeconds(10));

        var claim = await ClaimAsync(store);
        await FinishAsync(store, JobOutcome.Retry(claim.Lease, "x", TimeSpan.FromSeconds(7)));
        next = store.Signals.Work.Next;
        Clock.Advance(TimeSpan.FromSeconds(7));
        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(claim.Job.Id, (await ClaimAsync(store)).Job.Id);

        // The end of a lease, which nobody tells.
        Assert.Empty(await store.ClaimAsync([Task1], 1));
        next = store.Signals.Work.Next;
        Clock.Advance(Lease);
        await next.WaitAsync(TimeSpan.FromSeconds(10));

        // And the end of the pause after it.
        Assert.Empty(await store.ClaimAsync([Task1], 1));
        next = store.Signals.Work.Next;
        Clock.Advance(Options.RetryDelay);
        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(claim.Job.Id, (await ClaimAsync(store)).Job.Id);
    }

    private async Task MixAsync(IJobStore store, Random random)
    {
        List<Job> waiting = [];
        for (int step = 0; step < 40; step++)
        {
            if (random.Next(3) > 0)
            {
                var made = await store.CreateAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Wish(++_media, random.Next(11), JobTasks.All[random.Next(3)]))]);
                waiting.AddRange(made.Select(r => r.Job));
            }
            else
            {
                string[] tasks = [.. JobTasks.All.Where(_ => random.Next(2) == 0)];
                int max = random.Next(1, 8);
                // The model: a step of priority is a minute of waiting; then the older first, which the ids tell within a millisecond.
                var wanted = waiting.Where(j => tasks.Contains(j.TaskType)).OrderBy(j => j.CreatedAt.AddMinutes(-j.Priority)).ThenBy(j => j.Id).Take(max).ToList();
                var claims = await store.ClaimAsync(tasks, max);
                Assert.Equal(wanted.Select(j => j.Id), claims.Select(c => c.Job.Id));
                waiting.RemoveAll(wanted.Contains);
                // No lease of these may run out: that is another test.
                await EndAllAsync(store);
            }

            Clock.Advance(TimeSpan.FromMilliseconds(random.Next(4) switch { 0 => 0, 1 => 1, 2 => random.Next(60_000), _ => 60_000 * random.Next(12) }));
        }

        await store.ClaimAsync(JobTasks.All, 1000);
        await EndAllAsync(store);
    }

    private static async Task EndAllAsync(IJobStore store)
    {
        var working = await store.ListAsync(new() { States = [JobState.Processing], Limit = 1000 });
        await store.FinishAsync([.. working.Jobs.Select(j => JobOutcome.Completed(new(j.Id, j.Fence), "{}"))]);
    }
}

public sealed class SqliteClaimingTests() : ClaimingConformance(new SqlitePlace());

[Collection(PostgresCollection.Name)]
public sealed class PostgresClaimingTests(PostgresFixture postgres) : ClaimingConformance(new PostgresPlace(() => postgres.Server));
