namespace Argus.Contracts.Datasets;

/// <summary>Classes by the mean direction of their faces' vectors (<c>centroids.json</c>). A vector belongs to the class whose centroid it is nearest to by cosine; its probabilities are <c>softmax(cosine / temperature)</c>.</summary>
public sealed record CentroidsFile
{
    /// <summary>Of this form; 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The model whose vectors these are: no others compare with them.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>Length of every vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>How sharp the probabilities are, above 0; fitted on photos that the centroids were not made from.</summary>
    public required double Temperature { get; init; }

    /// <summary>The classes, by name.</summary>
    public required IReadOnlyList<CentroidClass> Classes { get; init; }
}
