using System.Text.Json.Nodes;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Qdrant;

namespace Argus.Data.Tests.Vectors.Qdrant;

public sealed class QdrantVectorStoreTests : IAsyncLifetime
{
    private readonly VectorCollection _collection = Points.Collection();
    private FakeQdrant _server = null!;

    public async Task InitializeAsync() => _server = await FakeQdrant.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task Upsert_FailsTwice_IsTriedAgainAndDone(int failure)
    {
        await using var store = Open();
        await store.EnsureAsync(_collection);
        _server.Failures.Enqueue(failure);
        _server.Failures.Enqueue(failure);

        await store.UpsertAsync(_collection, Points.Random(3, 8, 1));

        Assert.Equal(3, await store.CountAsync(_collection));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Search_FailsForEver_SaysTryAgain(int failure)
    {
        await using var store = Open();
        for (int i = 0; i < 3; i++)
            _server.Failures.Enqueue(failure);

        await Assert.ThrowsAsync<VectorStoreUnavailableException>(() => store.SearchAsync(_collection, new VectorQuery([1, 0, 0, 0, 0, 0, 0, 0])));

        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Search_ServerRefuses_IsNotTriedAgain()
    {
        await using var store = Open();
        _server.Failures.Enqueue(400);

        var error = await Assert.ThrowsAsync<VectorStoreRefusedException>(() => store.CountAsync(_collection));

        Assert.Contains("told to fail", error.Message);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Search_WrongKey_IsRefusedWithoutNamingIt()
    {
        await using var store = Open(key: "wrong key");

        var error = await Assert.ThrowsAsync<VectorStoreRefusedException>(() => store.CountAsync(_collection));

        Assert.Contains("API key", error.Message);
        Assert.DoesNotContain("wrong key", error.ToString());
        Assert.DoesNotContain("wrong key", new QdrantOptions { Url = _server.Url, ApiKey = "wrong key" }.ToString());
    }

    [Fact]
    public async Task Search_NobodyListens_SaysTryAgain()
    {
        await using var store = new QdrantVectorStore(new QdrantOptions { Url = new Uri("http://127.0.0.1:9"), Retries = 0 }, TimeProvider.System);

        await Assert.ThrowsAsync<VectorStoreUnavailableException>(() => store.CountAsync(_collection));
    }

    [Fact]
    public async Task Upsert_CollectionOfAnotherProgram_IsRefusedUnlessAdopted()
    {
        _server.Add(_collection.Name, JsonNode.Parse("""{"vectors":{"size":8,"distance":"Cosine"}}""")!);
        await using (var store = Open())
        {
            var error = await Assert.ThrowsAsync<VectorStoreRefusedException>(() => store.UpsertAsync(_collection, Points.Random(1, 8, 1)));
            Assert.Contains("of which model", error.Message);
        }

        await using (var store = Open(adopt: true))
            await store.UpsertAsync(_collection, Points.Random(1, 8, 1));
        await using var later = Open();
        Assert.Equal(_collection, await later.FindAsync(_collection.Name));
        await Assert.ThrowsAsync<ModelMismatchException>(() => later.CountAsync(new VectorCollection(_collection.Name, 8, "sha256:two")));
    }

    [Fact]
    public async Task Upsert_CollectionWithNamedVectors_IsRefused()
    {
        _server.Add(_collection.Name, JsonNode.Parse("""{"vectors":{"image":{"size":8,"distance":"Cosine"}}}""")!);
        await using var store = Open();

        await Assert.ThrowsAsync<VectorStoreRefusedException>(() => store.UpsertAsync(_collection, Points.Random(1, 8, 1)));
    }

    [Fact]
    public async Task Ensure_ManyAtOnce_AllAgree()
    {
        await using var store = Open();
        var other = new VectorCollection(_collection.Name, 8, "sha256:two");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await store.EnsureAsync(i % 2 == 0 ? _collection : other);
                return i % 2;
            }
            catch (ModelMismatchException)
            {
                return 1 - i % 2;
            }
        }));

        Assert.Single(results.Distinct());
    }

    private QdrantVectorStore Open(string key = FakeQdrant.Key, bool adopt = false) =>
        new(new QdrantOptions { Url = _server.Url, ApiKey = key, AdoptUnpinned = adopt }, TimeProvider.System);
}
