using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Testing.Databases;
using Npgsql;

namespace Argus.Data.Tests.Jobs.Conformance;

internal sealed class PostgresPlace(Func<PostgresServer> server) : IStorePlace
{
    public string Schema { get; } = $"test_{Guid.NewGuid():n}"[..20];

    public PostgresJobStoreOptions Options => new() { ConnectionString = server().ConnectionString, Schema = Schema };

    public async Task<IJobStore> OpenAsync(JobStoreOptions options, TimeProvider time) => await PostgresJobStore.OpenAsync(Options, options, time);

    public async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{server().ConnectionString};Search Path={Schema};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
