using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Result of a job <see cref="JobTasks.FaceEmbedding"/>: one vector a face is in the vector store.</summary>
public sealed record FaceEmbeddingResult
{
    /// <summary>Length of the vectors.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>Whether the vectors are in the vector store; also true of a picture without a face.</summary>
    public required bool StoredInVectorDb { get; init; }

    /// <summary>The collection they are in.</summary>
    public required string Collection { get; init; }

    /// <summary>By falling confidence; empty where there is no face.</summary>
    public required IReadOnlyList<EmbeddedFace> Faces { get; init; }

    /// <summary>How many faces there are.</summary>
    public required int FaceCount { get; init; }

    /// <summary>Vectors compare only within one digest; left out where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelDigest { get; init; }
}

/// <summary>One face whose vector is in the vector store.</summary>
public sealed record EmbeddedFace
{
    /// <summary>Its place in the list, from 0.</summary>
    public required int FaceIndex { get; init; }

    /// <summary>Its point in the collection.</summary>
    public required Guid PointId { get; init; }

    /// <summary>Where it is in the upright picture.</summary>
    public required JobBox Bbox { get; init; }

    /// <summary>Detector's confidence, 0 to 1.</summary>
    public required double Confidence { get; init; }
}
