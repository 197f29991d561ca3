using Argus.Data.Vectors;
using Argus.Data.Vectors.Pgvector;

namespace Argus.Data.Tests.Vectors.Pgvector;

public class PgvectorConformanceTests(PgliteServer server) : VectorStoreConformance, IClassFixture<PgliteServer>
{
    protected override Task<IVectorStore> OpenAsync() => Task.FromResult<IVectorStore>(new PgvectorStore(Options));

    protected override async Task<IVectorStore?> OpenBesideAsync() => await OpenAsync();

    private protected virtual PgvectorOptions Options => new() { ConnectionString = server.ConnectionString };
}
