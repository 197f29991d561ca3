using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Running;
using Argus.Jobs.Upkeep;
using Argus.Testing;
using Argus.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Argus.Jobs.Tests.Upkeep;

/// <summary>The whole service on PostgreSQL, looking after its rows.</summary>
public sealed class PostgresUpkeepTests
{
    [PostgresFact]
    public async Task Turn_OldJobsAndRowsOfAnUnusedSink_AreGone()
    {
        await using var server = await PostgresServer.StartAsync();
        var time = new FakeTimeProvider();
        JobsOptions OnIt(JobsOptions o) => o with { Database = new() { ConnectionString = server.ConnectionString }, Vectors = VectorKind.Pgvector, RetentionDays = 3 };
        Guid ended, open;
        await using (var before = await JobsHost.StartAsync(o => OnIt(o) with { Mqtt = new() { Host = "127.0.0.1", Port = 9, ClientId = "argus" } }, time))
        {
            ended = await CreateAsync(before, 1);
            open = await CreateAsync(before, 2);
            await before.Jobs.CancelAsync(ended);
        }

        await using var host = await JobsHost.StartAsync(o => OnIt(o) with { Roles = JobsRoles.Api | JobsRoles.Worker, MediaStore = new Uri("http://127.0.0.1:9") }, time);
        var sweeper = host.Services.GetServices<IHostedService>().OfType<Sweeper>().Single();
        await sweeper.TurnAsync(default);
        Assert.Equal(1, await CountAsync(server, "SELECT count(*) FROM argus.outbox WHERE sink = 'mqtt' AND dead IS NOT NULL"));
        time.Advance(TimeSpan.FromDays(4));
        await sweeper.TurnAsync(default);

        await (await host.Http.GetAsync($"/job/{ended}")).JsonAsync(404);
        await (await host.Http.GetAsync($"/job/{open}")).JsonAsync(200);
        Assert.Equal(0, await CountAsync(server, "SELECT count(*) FROM argus.outbox"));
    }

    private static async Task<Guid> CreateAsync(JobsHost host, long media) =>
        (await host.Jobs.CreateAsync([new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = media, Priority = 5 }]))[0].Job.Id;

    private static async Task<long> CountAsync(PostgresServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
