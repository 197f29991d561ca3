using Argus.Chart.Tests.Helm;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Testing.Databases;
using Argus.Testing.Kubernetes;
using Npgsql;

namespace Argus.Chart.Tests.Jobs;

/// <summary>The question that KEDA asks the database, put to a database.</summary>
public sealed class JobsQueryTests
{
    [PostgresFact]
    public async Task Query_OnRealRows_CountsWhatAWorkerCouldTake()
    {
        await using var server = await PostgresServer.StartAsync();
        var objects = await JobsPods.TemplateAsync([.. JobsPods.Database, "jobs.database.schema=shop", "jobs.worker.autoscaler=keda"]);
        string query = (string)objects.One("ScaledObject", "argus-jobs-worker")["spec"]!["triggers"].List().Single()["metadata"]!["query"]!;
        await using var store = await PostgresJobStore.OpenAsync(new() { ConnectionString = server.ConnectionString, Schema = "shop" }, new(), TimeProvider.System);
        Assert.Equal(0, await AskAsync(server, query));

        var jobs = await store.CreateAsync([.. Enumerable.Range(0, 7).Select(i => new NewJob { TaskType = JobTasks.All[i % 3], MediaStoreId = i, Priority = i })]);
        Assert.Equal(7, await AskAsync(server, query));

        // One at work, one waiting for its next try, one that has ended.
        var claims = await store.ClaimAsync(JobTasks.All, 2);
        Assert.Equal(2, claims.Count);
        await store.FinishAsync([JobOutcome.Retry(claims[1].Lease, "Busy.")]);
        var waiting = jobs.First(j => claims.All(c => c.Job.Id != j.Job.Id)).Job.Id;
        Assert.Equal(JobAction.Done, (await store.CancelAsync(waiting)).Action);
        Assert.Equal(4, await AskAsync(server, query));

        // It is asked every few seconds, however many jobs there are: by the index of those that wait.
        Assert.Contains("jobs_ready", string.Join('\n', await ExplainAsync(server, query)));
    }

    private static async Task<long> AskAsync(PostgresServer server, string query)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<IReadOnlyList<string>> ExplainAsync(PostgresServer server, string query)
    {
        // A table of seven rows is read whole: here it is asked which way there is.
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};Options=-c enable_seqscan=off");
        await using var command = source.CreateCommand($"EXPLAIN {query}");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }
}
