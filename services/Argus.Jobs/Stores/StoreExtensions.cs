using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;
using Argus.Data.Vectors.Pgvector;
using Argus.Data.Vectors.Qdrant;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Stores;

/// <summary>Registration of the stores.</summary>
internal static class StoreExtensions
{
    /// <summary>Adds the store of vectors; it is opened by its first use.</summary>
    public static void AddVectors(this IServiceCollection services, JobsOptions options) => services.AddSingleton<IVectorStore>(s => options.Vectors switch
    {
        VectorKind.Qdrant => new QdrantVectorStore(options.Qdrant!, s.GetRequiredService<TimeProvider>()),
        VectorKind.Pgvector => new PgvectorStore(new PgvectorOptions { ConnectionString = options.Database!.ConnectionString }),
        _ => new EmbeddedVectorStore(new EmbeddedVectorOptions { Folder = Path.Combine(options.Data, "vectors") }, s.GetRequiredService<ILogger<EmbeddedVectorStore>>()),
    });
}
