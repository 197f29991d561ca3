namespace Argus.Data.Vectors.Pgvector;

/// <summary>Settings of <see cref="PgvectorStore"/>.</summary>
public sealed record PgvectorOptions
{
    /// <summary>As Npgsql takes it. The database needs the extension vector, or the role the right to create it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// Makes new collections with an HNSW index: searches of millions of vectors take milliseconds instead of seconds, but may miss some of the nearest;
    /// writes become slower. Needs at most 2,000 values a vector. Default: off, every search looks at every vector and is exact.
    /// </summary>
    public bool Hnsw { get; init; }

    /// <summary>Longest that a command may take. Default: 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() => $"PgvectorOptions {{ Hnsw = {Hnsw}, Timeout = {Timeout} }}";
}
