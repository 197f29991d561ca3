namespace Argus.Data.Vectors.Embedded;

/// <summary>The vectors of a segment in memory. A row is written once, before anybody can see it, and never changes.</summary>
internal sealed unsafe class SegmentRows(RowLayout layout, int capacity)
{
    private readonly RowMemory _memory = new((long)layout.RowBytes * capacity);
    private readonly float[] _scales = new float[layout.Quantised ? capacity : 0];
    private readonly float[] _errors = new float[layout.Quantised ? capacity : 0];

    /// <summary>What a quantised value of a row stands for, and how far (Euclidean) the row is from its vector at most.</summary>
    public (float Scale, float Error) Precision(int row) => (_scales[row], _errors[row]);

    public float* Floats(int row) => (float*)(_memory.Start + (long)row * layout.RowBytes);

    public sbyte* Bytes(int row) => (sbyte*)(_memory.Start + (long)row * layout.RowBytes);

    public void Write(int row, ReadOnlySpan<float> vector)
    {
        if (layout.Quantised)
            (_scales[row], _errors[row]) = Quantisation.Write(vector, new Span<sbyte>(Bytes(row), layout.Stride));
        else
            WriteFloats(vector, new Span<float>(Floats(row), layout.Stride));
    }

    private static void WriteFloats(ReadOnlySpan<float> vector, Span<float> row)
    {
        vector.CopyTo(row);
        row[vector.Length..].Clear();
    }
}
