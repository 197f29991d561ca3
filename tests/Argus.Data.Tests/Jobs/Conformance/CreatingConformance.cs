using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs.Conformance;

public abstract class CreatingConformance(IStorePlace place) : StoreSuite(place)
{
    [ConformanceFact]
    public async Task Create_One_IsThereAsItWasAnswered()
    {
        var store = await OpenAsync();
        var result = Assert.Single(await store.CreateAsync([Wish(long.MinValue, 10) with { TraceParent = "00-1-2-01" }]));

        Assert.Equal(CreateOutcome.Created, result.Outcome);
        Assert.Equal((JobState.Pending, 10, long.MinValue, Clock.GetUtcNow(), "00-1-2-01"), (result.Job.State, result.Job.Priority, result.Job.MediaStoreId, result.Job.CreatedAt, result.Job.TraceParent));
        Assert.Equal(7, result.Job.Id.Version);
        Assert.Equal(result.Job, await store.GetAsync(result.Job.Id));
        Assert.Null(await store.GetAsync(Guid.NewGuid()));
    }

    [ConformanceFact]
    public async Task Create_OfAVideo_KeepsHowItIsToBeDone()
    {
        var store = await OpenAsync();
        var how = new VideoFacesParameters { Interval = 0.5, Threshold = 0.25, MaxFrames = 7, Collection = "creators", Store = true };
        var wish = Wish(1, task: JobTasks.VideoFaces) with { Parameters = how, IdempotencyKey = "key" };
        var job = Assert.Single(await store.CreateAsync([wish])).Job;

        Assert.Equal(how, job.Parameters);
        Assert.Equal(job, await store.GetAsync(job.Id));
        var answers = await store.CreateAsync([wish, wish with { Parameters = how with { Interval = 1 } }]);
        Assert.Equal([(CreateOutcome.Repeated, job), (CreateOutcome.KeyReused, job)], answers.Select(a => (a.Outcome, a.Job)));
        Assert.Equal(how, (await ClaimAsync(store)).Job.Parameters);
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync([Wish(2, task: JobTasks.VideoFaces) with { Parameters = new() { Interval = 0 } }]));
        // Other tasks have none.
        Assert.Null(Assert.Single(await store.CreateAsync([Wish(3) with { Parameters = how }])).Job.Parameters);
    }

    [ConformanceFact]
    public async Task Report_ByTheHolder_IsSeenAndToldUntilTheNextAttempt()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1, task: JobTasks.VideoFaces);
        var claim = await ClaimAsync(store);
        var change = store.Signals.Changes.Next;

        Assert.True(await store.ReportAsync(claim.Lease, new(3, 10)));
        await change.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new JobProgress(3, 10), (await GetAsync(store, job.Id)).Progress);
        Assert.True(await store.ReportAsync(claim.Lease, new(4, null)));
        Assert.Equal(new JobProgress(4, null), Assert.Single((await store.ListAsync(new())).Jobs).Progress);
        Assert.False(await store.ReportAsync(claim.Lease with { Fence = 99 }, new(5, null)));

        await FinishAsync(store, JobOutcome.Retry(claim.Lease, "No.", TimeSpan.FromSeconds(1)));
        Assert.False(await store.ReportAsync(claim.Lease, new(6, null)));
        Assert.Null((await GetAsync(store, job.Id)).ToBody().Progress);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null((await ClaimAsync(store)).Job.Progress);
    }

    [ConformanceFact]
    public async Task Claim_OfOneTask_LeavesRetriesOfOthersToThoseWhoLookForThem()
    {
        var store = await OpenAsync();
        var job = await CreateAsync(store, 1);
        await FinishAsync(store, JobOutcome.Retry((await ClaimAsync(store)).Lease, "No.", TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await store.ClaimAsync([JobTasks.VideoFaces], 1));

        Assert.Equal(job.Id, Assert.Single(await store.ClaimDueAsync(1)).Job.Id);
    }

    [ConformanceFact]
    public async Task Create_Many_AnswersInOrderAndRefusesOnlyWhatIsThere()
    {
        var store = await OpenAsync();
        var first = await CreateAsync(store, 3);
        await FinishAsync(store, JobOutcome.Completed((await ClaimAsync(store)).Lease, "{}"));

        var results = await store.CreateAsync([Wish(1), Wish(2), Wish(1, 9), Wish(3), Wish(1, task: Task2)]);

        Assert.Equal(
            [CreateOutcome.Created, CreateOutcome.Created, CreateOutcome.Exists, CreateOutcome.Exists, CreateOutcome.Created],
            results.Select(r => r.Outcome));
        Assert.Equal(results[0].Job, results[2].Job);
        Assert.Equal((first.Id, JobState.Completed), (results[3].Job.Id, results[3].Job.State));
        Assert.Equal(4, (await store.ListAsync(new())).Jobs.Count);
        Assert.Empty(await store.CreateAsync([]));
    }

    [ConformanceFact]
    public async Task Create_SameKey_GivesTheFirstJobBackAlsoAfterItEnded()
    {
        var store = await OpenAsync();
        var wish = Wish(1) with { IdempotencyKey = "key" };
        var first = (await store.CreateAsync([wish, wish]))!;
        Assert.Equal([CreateOutcome.Created, CreateOutcome.Repeated], first.Select(r => r.Outcome));
        await FinishAsync(store, JobOutcome.Failed((await ClaimAsync(store)).Lease, "No."));

        var again = await store.CreateAsync([wish, wish with { Priority = 6 }, wish with { MediaStoreId = 2 }, wish with { IdempotencyKey = "other" }]);

        Assert.Equal([CreateOutcome.Repeated, CreateOutcome.KeyReused, CreateOutcome.KeyReused, CreateOutcome.Exists], again.Select(r => r.Outcome));
        Assert.All(again, r => Assert.Equal((first[0].Job.Id, JobState.Error), (r.Job.Id, r.Job.State)));
    }

    [ConformanceFact]
    public async Task Create_WithAnId_KeepsItAndKnowsItAgain()
    {
        var store = await OpenAsync();
        var id = Guid.NewGuid();

        Assert.Equal((CreateOutcome.Created, id), Answer(await store.CreateAsync([Wish(1) with { Id = id }])));
        Assert.Equal((CreateOutcome.Exists, id), Answer(await store.CreateAsync([Wish(1) with { Id = id }])));
        Assert.Equal((CreateOutcome.Exists, id), Answer(await store.CreateAsync([Wish(2) with { Id = id }])));
        Assert.Equal((CreateOutcome.Exists, id), Answer(await store.CreateAsync([Wish(1) with { Id = Guid.NewGuid() }])));

        static (CreateOutcome, Guid) Answer(IReadOnlyList<CreateResult> results) => (Assert.Single(results).Outcome, results[0].Job.Id);
    }

    [ConformanceFact]
    public async Task Create_Nonsense_ThrowsAndCreatesNothing()
    {
        var store = await OpenAsync();
        foreach (var wrong in new[] { Wish(2, 11), Wish(2, -1), Wish(2, task: "dance"), Wish(2) with { IdempotencyKey = "" }, Wish(2) with { IdempotencyKey = new('x', 256) }, Wish(2) with { IdempotencyKey = "a\0b" }, Wish(2) with { IdempotencyKey = "\ud800" } })
            await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync([Wish(1), wrong]));

        Assert.Empty((await store.ListAsync(new())).Jobs);
    }

    [ConformanceFact]
    public async Task Create_TheSameByMany_IsDoneByOne()
    {
        var store = await OpenAsync();
        var wishes = Enumerable.Range(0, 50).Select(i => Wish(i)).ToArray();

        // Each in another order: two that lock rows crosswise would wait for each other.
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => store.CreateAsync([.. wishes.OrderBy(_ => Guid.NewGuid())]))));

        Assert.Equal(50, answers.SelectMany(a => a).Count(r => r.Outcome == CreateOutcome.Created));
        Assert.Equal(50, answers.SelectMany(a => a).Select(r => r.Job.Id).Distinct().Count());
    }

    [ConformanceFact]
    public async Task List_PageByPage_ShowsEachOnceNewestFirst()
    {
        var store = await OpenAsync();
        List<Guid> made = [];
        for (int i = 0; i < 25; i++)
        {
            made.Add((await CreateAsync(store, i, i % 11, JobTasks.All[i % 3])).Id);
            Clock.Advance(TimeSpan.FromMilliseconds(i % 2));
        }

        await store.ClaimAsync([Task1], 4);
        List<Guid> seen = [];
        var filter = new JobFilter { Limit = 4 };
        while (true)
        {
            var page = await store.ListAsync(filter);
            seen.AddRange(page.Jobs.Select(j => j.Id));
            if (page.Next is not { } next)
                break;
            Assert.True(JobCursor.TryParse(next.ToString(), out var parsed));
            filter = filter with { After = parsed };
        }

        Assert.Equal(Enumerable.Reverse(made), seen);
    }

    [ConformanceFact]
    public async Task List_WithFilters_ShowsWhatFits()
    {
        var store = await OpenAsync();
        var (a, b) = (await CreateAsync(store, 1), await CreateAsync(store, 1, task: Task2));
        var c = await CreateAsync(store, 2, 10);
        Assert.Equal(c.Id, (await ClaimAsync(store)).Job.Id);

        Assert.Equal([c.Id, a.Id], await ListAsync(new() { Tasks = [Task1, Task1] }));
        Assert.Equal([c.Id], await ListAsync(new() { States = [JobState.Processing] }));
        Assert.Equal([b.Id, a.Id], await ListAsync(new() { States = [JobState.Pending, JobState.Error] }));
        Assert.Equal([b.Id, a.Id], await ListAsync(new() { MediaStoreId = 1 }));
        Assert.Equal([b.Id], await ListAsync(new() { MediaStoreId = 1, Limit = 1 }));
        Assert.Empty(await ListAsync(new() { MediaStoreId = 1, States = [JobState.Processing] }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListAsync(new() { Limit = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListAsync(new() { Limit = 1001 }));

        async Task<IEnumerable<Guid>> ListAsync(JobFilter filter) => (await store.ListAsync(filter)).Jobs.Select(j => j.Id);
    }

    [ConformanceFact]
    public async Task Open_AgainAndByTwoAtOnce_FindsEverything()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Place.OpenAsync(Options, Clock))));
        var job = await CreateAsync(opened[0], 1);
        Assert.Equal(job, await opened[3].GetAsync(job.Id));
        foreach (var store in opened)
            await store.DisposeAsync();

        Assert.Equal(job, await (await OpenAsync()).GetAsync(job.Id));
    }

    [ConformanceFact]
    public async Task Delete_OldEndedJobs_LeavesTheRest()
    {
        var store = await OpenAsync(Options with { SyncAttempts = 1, Sinks = [Sink("a")] });
        for (int i = 0; i < 6; i++)
            await CreateAsync(store, i);
        var claims = await store.ClaimAsync([Task1], 5);
        await store.FinishAsync([JobOutcome.Completed(claims[0].Lease, "{}"), JobOutcome.Failed(claims[1].Lease, "No."), JobOutcome.SyncFailed(claims[2].Lease, "{}", "Away.")]);
        Clock.Advance(TimeSpan.FromDays(1));
        await store.FinishAsync([JobOutcome.Completed(claims[3].Lease, "{}")]);
        await store.AcknowledgeOutboxAsync([new((await store.ReadOutboxAsync("a", 0, 1))[0].Id, "Too long.")]);
        var before = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2 + 1, await store.DeleteEndedAsync(before, 2));
        Assert.Equal(1, await store.DeleteEndedAsync(before, 2));
        Assert.Equal(0, await store.DeleteEndedAsync(before, 2));
        Assert.Equal([5L, 4, 3], (await store.ListAsync(new())).Jobs.Select(j => j.MediaStoreId));
        Assert.Equal(CreateOutcome.Created, (await store.CreateAsync([Wish(0)]))[0].Outcome);
    }

    [ConformanceFact]
    public async Task Count_OfJobsAndRows_IsExact()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a")] });
        var start = Clock.GetUtcNow();
        await CreateAsync(store, 1);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await CreateAsync(store, 2);
        await CreateAsync(store, 3, task: Task2);
        await store.ClaimAsync([Task2], 1);
        await store.AcknowledgeOutboxAsync([new((await store.ReadOutboxAsync("a", 0, 1))[0].Id, "Too long.")]);

        var counts = await store.CountAsync();

        Assert.Equal(
            [new(JobState.Pending, Task1, 2, start), new(JobState.Processing, Task2, 1, Clock.GetUtcNow())],
            counts.Jobs.OrderBy(c => c.State));
        Assert.Equal([new("a", 2, 1, Clock.GetUtcNow())], counts.Outbox);
    }
}

public sealed class SqliteCreatingTests() : CreatingConformance(new SqlitePlace());

[Collection(PostgresCollection.Name)]
public sealed class PostgresCreatingTests(PostgresFixture postgres) : CreatingConformance(new PostgresPlace(() => postgres.Server));
