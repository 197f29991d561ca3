namespace Argus.Contracts.Datasets;

/// <summary>How good centroids are on photos that they were not made from (<c>report.json</c>, written last of a checkpoint).</summary>
public sealed record FitReport
{
    /// <summary>Of this form; 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The full dataset it was made from, YYYY-MM.</summary>
    public required string Month { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The model that made the vectors.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>SHA-256 of centroids.json.</summary>
    public required string CentroidsSha256 { get; init; }

    /// <summary>Faces that the centroids were made from.</summary>
    public required int Trained { get; init; }

    /// <summary>Faces that were held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Photos without a face, or that the model refused.</summary>
    public required int Unusable { get; init; }

    /// <summary>Keys of photos that were deleted after the full dataset was complete, and so were neither learnt from nor measured on.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Part of the held-out faces that went to the right class, 0 to 1; null where none was held out.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The same by the centroids that were current before, on the same faces; null where there were none, or of another model.</summary>
    public double? CurrentAccuracy { get; init; }

    /// <summary>Names of rows and columns of <see cref="Confusion"/>.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Held-out faces by true class (row) and found class (column).</summary>
    public required IReadOnlyList<int[]> Confusion { get; init; }

    /// <summary>Whether these became the current centroids.</summary>
    public required bool Promoted { get; init; }

    /// <summary>Why, or why not.</summary>
    public required string Reason { get; init; }
}
