using Npgsql;
using NpgsqlTypes;

namespace Argus.Data.Jobs.Postgres;

/// <summary>Commands that go to the server together, in one round trip.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection);

    /// <summary>Adds a command with values for $1, $2 …</summary>
    public PostgresSession Add(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (object? value in values)
        {
            var parameter = new NpgsqlParameter { Value = value ?? DBNull.Value };
            if (TypeOf(value) is { } type)
                parameter.NpgsqlDbType = type;
            command.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(command);
        return this;
    }

    /// <summary>Sends them; the answers of those that have rows come one after the other.</summary>
    public Task<NpgsqlDataReader> SendAsync(CancellationToken cancel) => _batch.ExecuteReaderAsync(cancel);

    /// <summary>Sends them.</summary>
    /// <returns>Rows that were changed by all.</returns>
    public Task<int> RunAsync(CancellationToken cancel) => _batch.ExecuteNonQueryAsync(cancel);

    /// <summary>Sends them.</summary>
    /// <returns>The rows of the first that has any.</returns>
    public async Task<List<T>> RowsAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var reader = await SendAsync(cancel);
        return await RowsAsync(reader, read, cancel);
    }

    /// <summary>The rows of the present answer.</summary>
    public static async Task<List<T>> RowsAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancel))
            rows.Add(read(reader));
        return rows;
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    // Said for arrays, which may hold nulls; the rest is known by its type.
    private static NpgsqlDbType? TypeOf(object? value) => value switch
    {
        Guid[] => NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        long[] or long?[] => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        int[] => NpgsqlDbType.Array | NpgsqlDbType.Integer,
        short[] => NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        string?[] => NpgsqlDbType.Array | NpgsqlDbType.Text,
        byte[][] => NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        _ => null,
    };
}
