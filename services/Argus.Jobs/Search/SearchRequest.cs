using Argus.Data.Vectors;

namespace Argus.Jobs.Search;

/// <summary>What a caller searches for: one of <see cref="Id"/>, <see cref="Vector"/> and <see cref="Picture"/> is set.</summary>
internal sealed record SearchRequest
{
    /// <summary>Results where the caller names no number.</summary>
    public const int DefaultLimit = 10;

    /// <summary>Most results.</summary>
    public const int MaxLimit = 1000;

    /// <summary>What is like this point.</summary>
    public PointId? Id { get; init; }

    /// <summary>What is like this vector.</summary>
    public float[]? Vector { get; init; }

    /// <summary>The model that <see cref="Vector"/> is of; null: the caller vouches for it.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>What is like this photo: the bytes of the file.</summary>
    public ReadOnlyMemory<byte>? Picture { get; init; }

    /// <summary>Which face of the photo, from 0; null: the largest.</summary>
    public int? FaceIndex { get; init; }

    /// <summary>Most results, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Least score, -1 to 1; null: any.</summary>
    public float? Threshold { get; init; }

    /// <summary>Which points are looked at; null: all.</summary>
    public VectorFilter? Filter { get; init; }
}
