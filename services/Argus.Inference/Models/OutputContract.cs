namespace Argus.Inference.Models;

/// <summary>What a graph answers, and the thresholds that belong to it.</summary>
public sealed record OutputContract
{
    /// <summary>How the outputs are to be read.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>Length of the vector, for embeddings; else 0.</summary>
    public int Dimension { get; init; }

    /// <summary>Detections with a score at or above this are kept (0 to 1).</summary>
    public float ScoreThreshold { get; init; } = 0.5f;

    /// <summary>Of two boxes whose intersection over union is above this the weaker is dropped (0 to 1).</summary>
    public float NmsThreshold { get; init; } = 0.4f;
}
