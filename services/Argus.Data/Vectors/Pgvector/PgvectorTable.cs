namespace Argus.Data.Vectors.Pgvector;

/// <summary>A collection and its table. A number is never used again: whoever still writes to a table that was dropped fails instead of writing into its successor.</summary>
internal sealed record PgvectorTable(VectorCollection Collection, long Number)
{
    public string Name => $"argus_vectors_{Number}";
}
