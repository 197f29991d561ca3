using Argus.Data.Vectors;
using Argus.Data.Vectors.Qdrant;

namespace Argus.Data.Tests.Vectors.Qdrant;

/// <summary>Against the fake; against a real Qdrant where QDRANT_URL (and QDRANT_API_KEY) say where one is.</summary>
public sealed class QdrantConformanceTests : VectorStoreConformance
{
    private static readonly string? Real = Environment.GetEnvironmentVariable("QDRANT_URL");
    private FakeQdrant? _server;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    protected override async Task<IVectorStore> OpenAsync()
    {
        if (Real is not null)
            return new QdrantVectorStore(new QdrantOptions { Url = new Uri(Real), ApiKey = Environment.GetEnvironmentVariable("QDRANT_API_KEY"), BatchSize = 64, Exact = true }, TimeProvider.System);
        _server ??= await FakeQdrant.StartAsync();
        return new QdrantVectorStore(new QdrantOptions { Url = _server.Url, ApiKey = FakeQdrant.Key, BatchSize = 64, Exact = true }, TimeProvider.System);
    }

    protected override async Task<IVectorStore?> OpenBesideAsync() => await OpenAsync();
}
