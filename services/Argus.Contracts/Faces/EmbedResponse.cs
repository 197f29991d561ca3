using System.Text.Json.Serialization;

namespace Argus.Contracts.Faces;

/// <summary>Answer of <c>POST /embed</c>.</summary>
public sealed record EmbedResponse
{
    /// <summary>The vector.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>Its length.</summary>
    public required int Dimension { get; init; }

    /// <summary>Whether it has unit length.</summary>
    public required bool Normalized { get; init; }

    /// <summary>Whether a face was found in the crop and aligned; else the whole crop was taken.</summary>
    public required bool Aligned { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Vectors compare only within one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
