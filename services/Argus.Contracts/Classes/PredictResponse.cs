using System.Text.Json.Serialization;

namespace Argus.Contracts.Classes;

/// <summary>Answer of <c>POST /predict</c>: the class of one person's face, from all photos that were sent together.</summary>
public sealed record PredictResponse
{
    /// <summary>The most probable class.</summary>
    public required string PredictedClass { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Probability of each class, 0 to 1; together 1. They tell between these classes only: a face that is like none of them still gets one, and its <see cref="Similarity"/> is low.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>Cosine of the combined vector and the centroid of <see cref="PredictedClass"/>, -1 to 1.</summary>
    public required float Similarity { get; init; }

    /// <summary>What became of each photo, in their order.</summary>
    public required IReadOnlyList<PredictedPhoto> Photos { get; init; }

    /// <summary>Photos that the answer is made from.</summary>
    public required int PhotosUsed { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>The model that made the vectors.</summary>
    public required string ModelDigest { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file of centroids.</summary>
    public required string ClassesDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
