using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Argus.Data.Vectors.Pgvector;

/// <summary>
/// Vectors in PostgreSQL with pgvector: a table for each collection (id as UUID, where an integer stands in the lower half), and one that says which there are.
/// </summary>
public sealed class PgvectorStore : IVectorStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PgvectorCatalog _catalog;
    private readonly PgvectorOptions _options;

    /// <summary>Connects when it is used first.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public PgvectorStore(PgvectorOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        builder.ConnectionStringBuilder.CommandTimeout = (int)Math.Ceiling(options.Timeout.TotalSeconds);
        _options = options;
        _source = builder.Build();
        _catalog = new PgvectorCatalog(_source, options.Hnsw);
    }

    /// <inheritdoc/>
    public Task EnsureAsync(VectorCollection collection, CancellationToken cancellationToken = default) =>
        PgvectorErrors.MapAsync(async () => collection.CheckAgainst((await _catalog.MakeAsync(collection, cancellationToken)).Collection));

    /// <inheritdoc/>
    public Task<VectorCollection?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        return PgvectorErrors.MapAsync(async () =>
        {
            _catalog.Forget(name);
            return (await _catalog.FindAsync(name, cancellationToken))?.Collection;
        });
    }

    /// <inheritdoc/>
    public Task DropAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        return PgvectorErrors.MapAsync(() => _catalog.DropAsync(name, cancellationToken));
    }

    /// <inheritdoc/>
    public Task UpsertAsync(VectorCollection collection, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken = default)
    {
        // In one order for all: two batches with the same points then never wait for one another in a circle.
        VectorPoint[] batch = [.. VectorBatch.Prepare(collection, points).OrderBy(p => p.Id)];
        string[] payloads = [.. batch.Select(p => Encoding.UTF8.GetString(PayloadJson.Write(p.Payload)))];
        return WithTableAsync(collection, make: true, 0, async (table, connection) =>
        {
            await using var command = new NpgsqlCommand(
                $"""
                INSERT INTO {table.Name} (id, embedding, payload)
                SELECT id, ($2)[(n::integer - 1) * {collection.Dimension} + 1 : n::integer * {collection.Dimension}]::vector, payload::jsonb
                FROM unnest($1, $3) WITH ORDINALITY AS t (id, payload, n)
                ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding, payload = excluded.payload
                """,
                connection);
            command.Parameters.Add(new() { Value = batch.Select(p => p.Id.Bits).ToArray() });
            // One array of all values: PostgreSQL unfolds arrays of arrays into single numbers.
            command.Parameters.Add(Floats([.. batch.SelectMany(p => p.Vector)]));
            command.Parameters.Add(new() { Value = payloads });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default) =>
        WithTableAsync(collection, make: false, 0, async (table, connection) =>
        {
            await using var command = new NpgsqlCommand($"DELETE FROM {table.Name} WHERE id = ANY($1)", connection);
            command.Parameters.Add(Ids(ids));
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(VectorCollection collection, VectorFilter filter, CancellationToken cancellationToken = default) =>
        WithTableAsync(collection, make: false, 0, async (table, connection) =>
        {
            await using var command = new NpgsqlCommand { Connection = connection };
            command.CommandText = $"DELETE FROM {table.Name} WHERE {PgvectorFilter.Write(filter, command.Parameters)}";
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorPoint>> GetAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default) =>
        WithTableAsync(collection, make: false, (IReadOnlyList<VectorPoint>)[], async (table, connection) =>
        {
            await using var command = new NpgsqlCommand($"SELECT id, embedding::real[], payload::text FROM {table.Name} WHERE id = ANY($1)", connection);
            command.Parameters.Add(Ids(ids));
            return await PointsAsync(command, cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorHit>> SearchAsync(VectorCollection collection, VectorQuery query, CancellationToken cancellationToken = default)
    {
        float[] vector = UnitVector.Of(query.Vector, collection);
        return WithTableAsync(collection, make: false, (IReadOnlyList<VectorHit>)[], async (table, connection) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (_options.Hnsw)
                await WidenIndexSearchAsync(connection, query.Limit, cancellationToken);
            await using var command = new NpgsqlCommand { Connection = connection, Parameters = { Floats(vector) } };
            // Vectors are of unit length: their inner product, which <#> gives with the sign changed, is the cosine similarity.
            command.CommandText = $"""
                SELECT id, -(embedding <#> $1::vector), payload::text FROM {table.Name} WHERE {PgvectorFilter.Write(query.Filter, command.Parameters)}
                ORDER BY embedding <#> $1::vector, id LIMIT {query.Limit}
                """;
            List<VectorHit> hits = [];
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                hits.Add(new VectorHit(PointId.FromBits(reader.GetGuid(0)), (float)reader.GetDouble(1), Payload(reader.GetString(2))));
            return (IReadOnlyList<VectorHit>)[.. hits.TakeWhile(h => !(h.Score < query.Threshold))];
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<VectorPage> ScrollAsync(VectorCollection collection, VectorScroll scroll, CancellationToken cancellationToken = default) =>
        WithTableAsync(collection, make: false, new VectorPage([], null), async (table, connection) =>
        {
            await using var command = new NpgsqlCommand { Connection = connection, Parameters = { new() { Value = (scroll.From ?? default).Bits } } };
            command.CommandText = $"""
                SELECT id, embedding::real[], payload::text FROM {table.Name} WHERE id >= $1 AND {PgvectorFilter.Write(scroll.Filter, command.Parameters)}
                ORDER BY id LIMIT {scroll.Limit + 1}
                """;
            var points = await PointsAsync(command, cancellationToken);
            return new VectorPage([.. points.Take(scroll.Limit)], points.Count > scroll.Limit ? points[^1].Id : null);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountAsync(VectorCollection collection, VectorFilter? filter = null, CancellationToken cancellationToken = default) =>
        WithTableAsync(collection, make: false, 0L, async (table, connection) =>
        {
            await using var command = new NpgsqlCommand { Connection = connection };
            command.CommandText = $"SELECT count(*) FROM {table.Name} WHERE {PgvectorFilter.Write(filter, command.Parameters)}";
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _catalog.Dispose();
    }

    private static NpgsqlParameter Ids(IReadOnlyList<PointId> ids) => new() { Value = ids.Select(i => i.Bits).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter Floats(float[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real };

    private static VectorPayload Payload(string json) => PayloadJson.Read(Encoding.UTF8.GetBytes(json));

    private static async Task<IReadOnlyList<VectorPoint>> PointsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        List<VectorPoint> points = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            points.Add(new VectorPoint(PointId.FromBits(reader.GetGuid(0)), reader.GetFieldValue<float[]>(1), Payload(reader.GetString(2))));
        return points;
    }

    // Without it the index gives 40 rows at most, and fewer where a filter takes some away.
    private static async Task WidenIndexSearchAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT set_config('hnsw.ef_search', '{Math.Clamp(limit * 2, 40, 1000)}', true), set_config('hnsw.iterative_scan', 'strict_order', true)", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private Task<T> WithTableAsync<T>(VectorCollection collection, bool make, T nothing, Func<PgvectorTable, NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken) =>
        PgvectorErrors.MapAsync(async () =>
        {
            for (bool again = true; ; again = false)
            {
                var table = make ? await _catalog.MakeAsync(collection, cancellationToken) : await _catalog.FindAsync(collection.Name, cancellationToken);
                if (table is null)
                    return nothing;
                try
                {
                    collection.CheckAgainst(table.Collection);
                    await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                    return await use(table, connection);
                }
                catch (Exception error) when (again && error is (ModelMismatchException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }))
                {
                    // What was known of the collection may be old: somebody dropped it, and perhaps made it anew.
                    _catalog.Forget(collection.Name);
                }
            }
        });
}
