using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Result of a job <see cref="JobTasks.ImageEmbedding"/>.</summary>
public sealed record ImageEmbeddingResult
{
    /// <summary>Length of the vector.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>Whether the vector is in the vector store.</summary>
    public required bool StoredInVectorDb { get; init; }

    /// <summary>The collection it is in.</summary>
    public required string Collection { get; init; }

    /// <summary>Its point: the number of the picture in the media store.</summary>
    public required long PointId { get; init; }

    /// <summary>Vectors compare only within one digest; left out where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelDigest { get; init; }
}
