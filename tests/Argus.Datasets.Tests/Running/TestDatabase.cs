using Argus.Testing.Databases;
using Npgsql;

namespace Argus.Datasets.Tests.Running;

/// <summary>A database of the test's own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private TestDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(connectionString);
    }

    /// <summary>For Npgsql.</summary>
    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        string name = $"test_{Guid.NewGuid():n}"[..20];
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new TestDatabase(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, ApplicationName = "test" }.ConnectionString);
    }

    /// <summary>Writes a prediction as the callers of the models do.</summary>
    /// <returns>Its id.</returns>
    public async Task<long> PredictAsync(string user, string photo, string name, DateTimeOffset at, float confidence = 0.9f)
    {
        await using var command = _source.CreateCommand("INSERT INTO user_styles (user_id, photo_key, predicted_class, confidence, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id");
        foreach (object value in (object[])[user, photo, name, confidence, at])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs SQL.</summary>
    public async Task<List<string>> AskAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetValue(i)}")));
        return rows;
    }

    /// <summary>Breaks every connection of the service, as a failover does.</summary>
    public Task BreakAsync() => AskAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'argus-datasets'");

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
