namespace Argus.Jobs.Configuration;

/// <summary>Where vectors are kept.</summary>
internal enum VectorKind
{
    /// <summary>In files of this process.</summary>
    Embedded,

    /// <summary>In Qdrant.</summary>
    Qdrant,

    /// <summary>In PostgreSQL with pgvector, the database of the jobs.</summary>
    Pgvector,
}
