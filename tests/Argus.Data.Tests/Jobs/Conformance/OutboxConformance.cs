using System.Text;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Outbox;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs.Conformance;

public abstract class OutboxConformance(IStorePlace place) : StoreSuite(place)
{
    [ConformanceFact]
    public async Task Outbox_OfALife_HoldsWhatEachSinkWantsInOrder()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("all"), Sink("ends", e => e.Kind is JobEventKind.Completed or JobEventKind.Failed)] });
        var job = (await store.CreateAsync([Wish(1) with { TraceParent = "00-a" }]))[0].Job;
        await FinishAsync(store, JobOutcome.Retry((await ClaimAsync(store)).Lease, "x"));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await FinishAsync(store, JobOutcome.Released((await ClaimAsync(store)).Lease));
        await FinishAsync(store, JobOutcome.Completed((await ClaimAsync(store)).Lease, "{}"));

        var rows = await store.ReadOutboxAsync("all", 0, 10);

        Assert.Equal(["topic.Ready", "topic.Retrying", "topic.Ready", "topic.Completed"], rows.Select(r => r.Topic));
        Assert.Equal(rows.OrderBy(r => r.Id), rows);
        Assert.All(rows, r => Assert.Equal((job.Id.ToString(), "00-a"), (r.Key, r.Headers["traceparent"])));
        Assert.Equal($"{job.Id} Completed 3", Encoding.UTF8.GetString(rows[3].Body.Span));
        Assert.Equal(rows[1].Id, Assert.Single(await store.ReadOutboxAsync("all", rows[0].Id, 1)).Id);
        Assert.Equal("topic.Completed", Assert.Single(await store.ReadOutboxAsync("ends", 0, 10)).Topic);
        Assert.Empty(await store.ReadOutboxAsync("nobody", 0, 10));
    }

    [ConformanceFact]
    public async Task Outbox_OfAJobFromAMessage_HoldsNoneForIt()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a")] });
        await store.CreateAsync([Wish(1) with { Announce = false }, Wish(2)]);
        await store.CreateAsync([Wish(2)]);

        Assert.Single(await store.ReadOutboxAsync("a", 0, 10));
    }

    [ConformanceFact]
    public async Task Outbox_WhoseSinkThrows_ChangesNothing()
    {
        bool broken = false;
        var store = await OpenAsync(Options with { Sinks = [Sink("a", _ => broken ? throw new ArgumentException("broken") : true)] });
        await CreateAsync(store, 1);
        var claim = await ClaimAsync(store);
        broken = true;

        await Assert.ThrowsAsync<ArgumentException>(() => store.FinishAsync([JobOutcome.Completed(claim.Lease, "{}")]));
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync([Wish(2)]));

        broken = false;
        Assert.Equal(claim.Job, await GetAsync(store, claim.Job.Id));
        Assert.Single((await store.ListAsync(new())).Jobs);
        Assert.True(await FinishAsync(store, JobOutcome.Completed(claim.Lease, "{}")));
        Assert.Equal(2, (await store.ReadOutboxAsync("a", 0, 10)).Count);
    }

    [ConformanceFact]
    public async Task Acknowledge_Rows_RemovesThemAndSetsTheDeadAside()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a")] });
        await store.CreateAsync([Wish(1), Wish(2), Wish(3)]);
        var rows = await store.ReadOutboxAsync("a", 0, 10);

        await store.AcknowledgeOutboxAsync([new(rows[0].Id), new(rows[2].Id, "Too long\0.")]);
        await store.AcknowledgeOutboxAsync([new(rows[0].Id), new(long.MaxValue)]);
        await store.AcknowledgeOutboxAsync([]);

        Assert.Equal(rows[1].Id, Assert.Single(await store.ReadOutboxAsync("a", 0, 10)).Id);
        await store.AcknowledgeOutboxAsync([new(rows[1].Id)]);
        await CreateAsync(store, 4);
        Assert.True(Assert.Single(await store.ReadOutboxAsync("a", 0, 10)).Id > rows[2].Id);
    }

    [ConformanceFact]
    public async Task Lease_OfTheOutbox_IsOnesAtATime()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var time = TimeSpan.FromSeconds(10);

        Assert.True(await one.LeaseOutboxAsync("a", "1", time));
        Assert.False(await two.LeaseOutboxAsync("a", "2", time));
        Assert.True(await two.LeaseOutboxAsync("b", "2", time));
        Clock.Advance(time * 0.9);
        Assert.True(await one.LeaseOutboxAsync("a", "1", time));
        Clock.Advance(time * 0.9);
        Assert.False(await two.LeaseOutboxAsync("a", "2", time));
        Clock.Advance(time * 0.1);
        Assert.True(await two.LeaseOutboxAsync("a", "2", time));
        await one.ReleaseOutboxAsync("a", "1");
        Assert.False(await one.LeaseOutboxAsync("a", "1", time));
        await two.ReleaseOutboxAsync("a", "2");
        Assert.True(await one.LeaseOutboxAsync("a", "1", time));
    }

    [ConformanceFact]
    public async Task Wake_OfAPublisher_ComesWithRows()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a")] });
        var (rows, changes) = (store.Signals.Outbox.Next, store.Signals.Changes.Next);
        await CreateAsync(store, 1);

        await Task.WhenAll(rows, changes).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [ConformanceFact]
    public async Task Announce_JobsWhoseMessageIsOld_WritesItAgainOnce()
    {
        var store = await OpenAsync(Options with { Sinks = [Sink("a")] });
        await store.CreateAsync([Wish(1), Wish(2), Wish(3, task: Task2)]);
        await ClaimAsync(store);
        await store.AcknowledgeOutboxAsync([.. (await store.ReadOutboxAsync("a", 0, 10)).Select(r => new OutboxReceipt(r.Id))]);
        Assert.Equal(0, await store.AnnounceAsync(Clock.GetUtcNow(), 10));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await store.AnnounceAsync(Clock.GetUtcNow(), 10));
        Assert.Equal(0, await store.AnnounceAsync(Clock.GetUtcNow(), 10));

        Assert.Equal(["topic.Ready", "topic.Ready"], (await store.ReadOutboxAsync("a", 0, 10)).Select(r => r.Topic));
        Assert.Equal(JobState.Pending, (await store.ListAsync(new() { Tasks = [Task2] })).Jobs[0].State);
    }
}

public sealed class SqliteOutboxTests() : OutboxConformance(new SqlitePlace());

[Collection(PostgresCollection.Name)]
public sealed class PostgresOutboxTests(PostgresFixture postgres) : OutboxConformance(new PostgresPlace(() => postgres.Server));
