namespace Argus.Data.Vectors.Embedded;

/// <summary>How vectors lie in memory.</summary>
/// <param name="Dimension">Values of a vector.</param>
/// <param name="Quantised">One byte a value instead of four.</param>
internal sealed record RowLayout(int Dimension, bool Quantised)
{
    // Kernels take 32 values a turn and have no loop for a rest.
    private const int Turn = 32;

    /// <summary>Values from one row to the next; those after the dimension are zero.</summary>
    public int Stride { get; } = (Dimension + Turn - 1) / Turn * Turn;

    public int RowBytes => Quantised ? Stride : Stride * sizeof(float);
}
