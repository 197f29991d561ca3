using System.Text.Json.Serialization;

namespace Argus.Contracts.Images;

/// <summary>JSON body of <c>POST /embed/image</c>.</summary>
public sealed record ImageEmbeddingRequest
{
    /// <summary>The picture in base64, or a data URL.</summary>
    public required string Image { get; init; }
}

/// <summary>Answer of <c>POST /embed/image</c>.</summary>
public sealed record ImageEmbeddingResponse
{
    /// <summary>Vector of unit length.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>Its length.</summary>
    public required int Dimension { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Vectors compare only within one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
