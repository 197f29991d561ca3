using Argus.Data.Vectors;
using Argus.Data.Vectors.Pgvector;

namespace Argus.Data.Tests.Vectors.Pgvector;

public sealed class PgvectorStoreTests(PgliteServer server) : IClassFixture<PgliteServer>
{
    [Fact]
    public async Task Search_HnswIndex_FindsNearlyAllAndHonoursFilters()
    {
        await using var store = new PgvectorStore(new PgvectorOptions { ConnectionString = server.ConnectionString, Hnsw = true });
        var collection = Points.Collection(16);
        var points = Points.Random(1500, 16, 21);
        await store.UpsertAsync(collection, points);
        float[] query = Points.Vector(new Random(22), 16);
        var expected = Points.Nearest(points, query, 100).Select(e => e.Id).ToHashSet();

        var hits = await store.SearchAsync(collection, new VectorQuery(query, 100));
        var filtered = await store.SearchAsync(collection, new VectorQuery(query, 20) { Filter = VectorFilter.MediaBetween(1, 60) });

        Assert.True(hits.Count(h => expected.Contains(h.Id)) >= 90);
        Assert.Equal(20, filtered.Count);
        Assert.All(filtered, h => Assert.InRange(h.Payload.MediaStoreId, 1, 60));
        await store.DropAsync(collection.Name);
    }

    [Fact]
    public async Task Ensure_HnswWithTooManyValues_IsRefused()
    {
        await using var store = new PgvectorStore(new PgvectorOptions { ConnectionString = server.ConnectionString, Hnsw = true });

        await Assert.ThrowsAsync<VectorStoreRefusedException>(() => store.EnsureAsync(Points.Collection(2001)));
    }

    [Fact]
    public async Task Count_NobodyListens_SaysTryAgain()
    {
        await using var store = new PgvectorStore(new PgvectorOptions { ConnectionString = "Host=127.0.0.1;Port=9;Username=a;Password=hidden" });

        var error = await Assert.ThrowsAsync<VectorStoreUnavailableException>(() => store.CountAsync(Points.Collection()));

        Assert.DoesNotContain("hidden", error.ToString());
    }
}
