using System.Text.Json.Serialization;

namespace Argus.Contracts.Faces;

/// <summary>Answer of <c>POST /embed/batch</c>: a bad picture fails alone.</summary>
public sealed record EmbedBatchResponse
{
    /// <summary>One vector a picture, in order; null where <see cref="Errors"/> says why there is none.</summary>
    public required IReadOnlyList<float[]?> Embeddings { get; init; }

    /// <summary>Pictures that failed.</summary>
    public required IReadOnlyList<ItemError> Errors { get; init; }

    /// <summary>Pictures that were sent.</summary>
    public required int Count { get; init; }

    /// <summary>Length of the vectors; 0 where all failed.</summary>
    public required int Dimension { get; init; }

    /// <summary>Whether the vectors have unit length.</summary>
    public required bool Normalized { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Vectors compare only within one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}

/// <summary>Why one item of a batch failed.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Status">The status code it would have got alone.</param>
/// <param name="Detail">One sentence.</param>
public sealed record ItemError(int Index, int Status, string Detail);
