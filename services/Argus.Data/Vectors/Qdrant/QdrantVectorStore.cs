using System.Text.Json;

namespace Argus.Data.Vectors.Qdrant;

/// <summary>Vectors in Qdrant 1.16 or newer, by its REST API.</summary>
public sealed class QdrantVectorStore : IVectorStore
{
    private readonly QdrantOptions _options;
    private readonly QdrantHttp _http;
    private readonly QdrantCatalog _catalog;

    /// <param name="options">Where it is.</param>
    /// <param name="clock">For time-outs and the pauses between attempts.</param>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public QdrantVectorStore(QdrantOptions options, TimeProvider clock)
    {
        _options = options;
        _http = new QdrantHttp(options, clock);
        _catalog = new QdrantCatalog(_http, options);
    }

    /// <inheritdoc/>
    public async Task EnsureAsync(VectorCollection collection, CancellationToken cancellationToken = default) =>
        collection.CheckAgainst(await _catalog.MakeAsync(collection, cancellationToken));

    /// <inheritdoc/>
    public Task<VectorCollection?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        return _catalog.FindAsync(name, adopt: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DropAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        await _http.SendAsync(HttpMethod.Delete, $"collections/{name}", null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(VectorCollection collection, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken = default)
    {
        var batch = VectorBatch.Prepare(collection, points);
        await EnsureAsync(collection, cancellationToken);
        foreach (var part in batch.Chunk(_options.BatchSize))
            await WriteAsync(HttpMethod.Put, collection, "points", writer => QdrantJson.WritePoints(writer, part), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default)
    {
        if (await IsThereAsync(collection, cancellationToken))
            await WriteAsync(HttpMethod.Post, collection, "points/delete", writer => QdrantJson.WriteIds(writer, "points", ids), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(VectorCollection collection, VectorFilter filter, CancellationToken cancellationToken = default)
    {
        if (await IsThereAsync(collection, cancellationToken))
            await WriteAsync(HttpMethod.Post, collection, "points/delete", writer => QdrantJson.WriteFilter(writer, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VectorPoint>> GetAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default)
    {
        var result = await ReadAsync(collection, "points", writer =>
        {
            QdrantJson.WriteIds(writer, "ids", ids.Distinct());
            writer.WriteBoolean("with_payload", true);
            writer.WriteBoolean("with_vector", true);
        }, cancellationToken);
        return result is { } points ? [.. points.EnumerateArray().Select(QdrantJson.ReadPoint)] : [];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VectorHit>> SearchAsync(VectorCollection collection, VectorQuery query, CancellationToken cancellationToken = default)
    {
        float[] vector = UnitVector.Of(query.Vector, collection);
        var result = await ReadAsync(collection, "points/query", writer =>
        {
            QdrantJson.WriteVector(writer, "query", vector);
            writer.WriteNumber("limit", query.Limit);
            writer.WriteBoolean("with_payload", true);
            QdrantJson.WriteFilter(writer, query.Filter);
            // Qdrant gives only what is better than its threshold.
            if (query.Threshold is { } threshold)
                writer.WriteNumber("score_threshold", MathF.BitDecrement(threshold));
            if (_options.Exact)
            {
                writer.WriteStartObject("params");
                writer.WriteBoolean("exact", true);
                writer.WriteEndObject();
            }
        }, cancellationToken);
        if (result is not { } found)
            return [];
        return
        [
            .. found.GetProperty("points").EnumerateArray()
                .Select(p => new VectorHit(QdrantJson.ReadId(p.GetProperty("id")), p.GetProperty("score").GetSingle(), QdrantJson.ReadPayload(p)))
                .Where(h => !(h.Score < query.Threshold))
                .OrderByDescending(h => h.Score).ThenBy(h => h.Id),
        ];
    }

    /// <inheritdoc/>
    public async Task<VectorPage> ScrollAsync(VectorCollection collection, VectorScroll scroll, CancellationToken cancellationToken = default)
    {
        var result = await ReadAsync(collection, "points/scroll", writer =>
        {
            writer.WriteNumber("limit", scroll.Limit);
            writer.WriteBoolean("with_payload", true);
            writer.WriteBoolean("with_vector", true);
            QdrantJson.WriteFilter(writer, scroll.Filter);
            if (scroll.From is { } from)
            {
                writer.WritePropertyName("offset");
                QdrantJson.WriteId(writer, from);
            }
        }, cancellationToken);
        if (result is not { } page)
            return new VectorPage([], null);
        PointId? next = page.TryGetProperty("next_page_offset", out var offset) && offset.ValueKind != JsonValueKind.Null ? QdrantJson.ReadId(offset) : null;
        return new VectorPage([.. page.GetProperty("points").EnumerateArray().Select(QdrantJson.ReadPoint)], next);
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(VectorCollection collection, VectorFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var result = await ReadAsync(collection, "points/count", writer =>
        {
            writer.WriteBoolean("exact", true);
            QdrantJson.WriteFilter(writer, filter);
        }, cancellationToken);
        return result?.GetProperty("count").GetInt64() ?? 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsThereAsync(VectorCollection collection, CancellationToken cancellationToken)
    {
        var pinned = await _catalog.FindAsync(collection.Name, collection, cancellationToken);
        if (pinned is not null)
            collection.CheckAgainst(pinned);
        return pinned is not null;
    }

    private async Task WriteAsync(HttpMethod method, VectorCollection collection, string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var answer = await _http.SendAsync(method, $"collections/{collection.Name}/{path}?wait=true", QdrantJson.Object(write), cancellationToken);
        if (answer.IsMissing)
            throw new VectorStoreUnavailableException($"Collection '{collection.Name}' was dropped meanwhile.");
        if (answer.Result.GetProperty("status").GetString() is var status and not "completed")
            throw new VectorStoreUnavailableException($"Qdrant has taken a write to '{collection.Name}' but not finished it ({status}).");
    }

    private async Task<JsonElement?> ReadAsync(VectorCollection collection, string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(collection, cancellationToken))
            return null;
        var answer = await _http.SendAsync(HttpMethod.Post, $"collections/{collection.Name}/{path}", QdrantJson.Object(write), cancellationToken);
        return answer.IsMissing ? null : answer.Result;
    }
}
