using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Data.Tests.Jobs.Conformance;
using Argus.Testing;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs;

/// <summary>What is peculiar to a server, whose connections break.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresJobStoreTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [PostgresFact]
    public async Task Signals_OfAnotherProcess_AreHeard()
    {
        var place = new PostgresPlace(() => postgres.Server);
        var options = new JobStoreOptions { Sinks = [new("a", _ => new("t", new Dictionary<string, string>(), Array.Empty<byte>()))] };
        await using var one = await PostgresJobStore.OpenAsync(place.Options, options, TimeProvider.System);
        var listening = one.Signals.Work.Next;
        if (!one.IsListening)
            await listening.WaitAsync(Patience);
        await using var two = await PostgresJobStore.OpenAsync(place.Options, options, TimeProvider.System);

        var all = Task.WhenAll(one.Signals.Work.Next, one.Signals.Outbox.Next, one.Signals.Changes.Next);
        await two.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = 1 }]);
        await all.WaitAsync(Patience);
        var change = one.Signals.Changes.Next;
        await two.ClaimAsync(JobTasks.All, 1);
        await change.WaitAsync(Patience);
    }

    [PostgresFact]
    public async Task Close_UnderAClockThatStands_DoesNotWaitForWhatIsToBeTold()
    {
        var place = new PostgresPlace(() => postgres.Server);
        var store = await PostgresJobStore.OpenAsync(place.Options, new(), new FakeTimeProvider());
        for (int i = 0; i < 3; i++)
            await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = i }]);

        await store.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [PostgresFact]
    public async Task Store_WhoseServerIsKilled_FailsClearlyAndGoesOnWithAllThatWasAcknowledged()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: true);
        var place = new PostgresPlace(() => server);
        await using var store = await PostgresJobStore.OpenAsync(place.Options with { Patience = TimeSpan.FromSeconds(1) }, new(), TimeProvider.System);
        List<Guid> kept = [];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 20; i++)
                kept.AddRange((await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = kept.Count }])).Select(r => r.Job.Id));
            var claim = Assert.Single(await store.ClaimAsync(JobTasks.All, 1));
            await server.KillAsync();
            Assert.Equal(JobStoreFault.Unavailable, (await Assert.ThrowsAsync<JobStoreException>(() => store.GetAsync(kept[0]))).Fault);
            Assert.Equal(JobStoreFault.Unavailable, (await Assert.ThrowsAsync<JobStoreException>(() => store.ClaimAsync(JobTasks.All, 1))).Fault);
            var heard = store.Signals.Work.Next;
            await server.StartAgainAsync();

            Assert.Equal([true], await store.FinishAsync([JobOutcome.Completed(claim.Lease, "{}")]));
            foreach (var id in kept)
                Assert.NotNull(await store.GetAsync(id));
            await heard.WaitAsync(Patience);
        }

        Assert.Equal(3, (await store.CountAsync()).Jobs.Single(c => c.State == JobState.Completed).Count);
    }

    [PostgresFact]
    public async Task Operations_WhoseConnectionsAreCutOff_AreDoneAgainWhereThatIsSafe()
    {
        var place = new PostgresPlace(() => postgres.Server);
        await using var store = await PostgresJobStore.OpenAsync(place.Options, new(), TimeProvider.System);
        for (int round = 0; round < 5; round++)
        {
            var created = await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = round }]);
            await CutAsync();
            var job = await store.GetAsync(created[0].Job.Id);
            Assert.NotNull(job);
            var claim = Assert.Single(await store.ClaimAsync(JobTasks.All, 1));
            await CutAsync();
            Assert.Equal([true], await store.FinishAsync([JobOutcome.Completed(claim.Lease, "{}")]));
            await CutAsync();
        }

        Task CutAsync() => place.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'argus-jobs'");
    }

    [PostgresFact]
    public async Task Open_ANewerSchema_RefusesAndLeavesItAlone()
    {
        var place = new PostgresPlace(() => postgres.Server);
        await (await place.OpenAsync(new(), TimeProvider.System)).DisposeAsync();
        await place.RunAsync("UPDATE jobs_version SET version = 99");

        var error = await Assert.ThrowsAsync<JobStoreException>(() => place.OpenAsync(new(), TimeProvider.System));

        Assert.Equal(JobStoreFault.Newer, error.Fault);
        Assert.Contains("version 99", error.Message);
    }

    [PostgresFact]
    public async Task Open_WithNonsense_SaysWhatIsWrong()
    {
        var place = new PostgresPlace(() => postgres.Server);

        await Assert.ThrowsAsync<ArgumentException>(() => PostgresJobStore.OpenAsync(place.Options with { Schema = "x; DROP TABLE jobs" }, new(), TimeProvider.System));
        await Assert.ThrowsAsync<ArgumentException>(() => PostgresJobStore.OpenAsync(place.Options, new() { Attempts = 0 }, TimeProvider.System));
        var nobody = await Assert.ThrowsAsync<JobStoreException>(() => PostgresJobStore.OpenAsync(place.Options with { ConnectionString = "Host=/nowhere;Username=x", Patience = TimeSpan.FromMilliseconds(200) }, new(), TimeProvider.System));
        Assert.Equal(JobStoreFault.Unavailable, nobody.Fault);
        var wrong = await Assert.ThrowsAsync<JobStoreException>(() => PostgresJobStore.OpenAsync(place.Options with { ConnectionString = postgres.Server.ConnectionString.Replace("Database=postgres", "Database=other") }, new(), TimeProvider.System));
        Assert.Contains("Correct user, password or database", wrong.Message);
    }
}
