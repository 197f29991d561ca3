using System.Collections.Concurrent;
using Npgsql;

namespace Argus.Data.Vectors.Pgvector;

/// <summary>Which collections there are, kept in a table of its own.</summary>
internal sealed class PgvectorCatalog(NpgsqlDataSource source, bool hnsw) : IDisposable
{
    // One at a time across all processes: IF NOT EXISTS does not hold against somebody who makes the same at the same moment.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtext('argus_vector_collections'))";
    private const int MaxHnswDimension = 2000;

    private const string Schema = """
        CREATE EXTENSION IF NOT EXISTS vector;
        CREATE TABLE IF NOT EXISTS argus_vector_collections (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE,
            dimension integer NOT NULL,
            model_digest text NOT NULL)
        """;

    private readonly ConcurrentDictionary<string, PgvectorTable> _known = new();
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _ready;

    /// <summary>Forgets what it knows of a collection, which somebody has dropped.</summary>
    public void Forget(string name) => _known.TryRemove(name, out _);

    public async Task<PgvectorTable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        await PrepareAsync(cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, name, cancellationToken);
    }

    public async Task<PgvectorTable> MakeAsync(VectorCollection collection, CancellationToken cancellationToken)
    {
        if (await FindAsync(collection.Name, cancellationToken) is { } there)
            return there;
        if (hnsw && collection.Dimension > MaxHnswDimension)
            throw new VectorStoreRefusedException($"pgvector's HNSW index takes at most {MaxHnswDimension} values a vector, not {collection.Dimension}: switch the index off.");
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);
        if (await ReadAsync(connection, collection.Name, cancellationToken) is { } made)
            return made;

        await using var insert = new NpgsqlCommand("INSERT INTO argus_vector_collections (name, dimension, model_digest) VALUES ($1, $2, $3) RETURNING number", connection)
        {
            Parameters = { new() { Value = collection.Name }, new() { Value = collection.Dimension }, new() { Value = collection.ModelDigest } },
        };
        var table = new PgvectorTable(collection, (long)(await insert.ExecuteScalarAsync(cancellationToken))!);
        await ExecuteAsync(connection, TableOf(table), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return _known[collection.Name] = table;
    }

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);
        await using var delete = new NpgsqlCommand("DELETE FROM argus_vector_collections WHERE name = $1 RETURNING number", connection) { Parameters = { new() { Value = name } } };
        if (await delete.ExecuteScalarAsync(cancellationToken) is long number)
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS argus_vectors_{number}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Forget(name);
    }

    public void Dispose() => _gate.Dispose();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string TableOf(PgvectorTable table)
    {
        string make = $"""
            CREATE TABLE {table.Name} (id uuid PRIMARY KEY, embedding vector({table.Collection.Dimension}) NOT NULL, payload jsonb NOT NULL);
            CREATE INDEX ON {table.Name} ((payload->'{VectorPayload.MediaStoreIdField}'));
            """;
        return hnsw ? $"{make} CREATE INDEX ON {table.Name} USING hnsw (embedding vector_ip_ops)" : make;
    }

    private async Task<PgvectorTable?> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT number, dimension, model_digest FROM argus_vector_collections WHERE name = $1", connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return _known[name] = new PgvectorTable(new VectorCollection(name, reader.GetInt32(1), reader.GetString(2)), reader.GetInt64(0));
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_ready)
                return;
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, Lock, cancellationToken);
            await ExecuteAsync(connection, Schema, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            _ready = true;
        }
        finally
        {
            _gate.Release();
        }
    }
}
