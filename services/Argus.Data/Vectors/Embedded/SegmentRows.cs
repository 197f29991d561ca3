namespace Argus.Data.Vectors.Embedded;

/// <summary>The vectors of a segment in memory. A row is written once, before anybody can see it, and never changes.</summary>
internal sealed unsafe class SegmentRows(RowLayout layout, int capacity)
{
    private readonly RowMemory _memory = new((long)layout.RowBytes * capacity);
    private readonly float[] _scales = new float[layout.Quantised ? capacity : 0];
    private readonly float[] _errors = new float[layout.Quantised ? capacity : 0];

    /// <summary>What a quantised value of each of some rows stands for.</summary>
    public ReadOnlySpan<float> Scales(int row, int count) => _scales.AsSpan(row, count);

    /// <summary>How far (Euclidean) each of some quantised rows is from its vector at most.</summary>
    public ReadOnlySpan<float> Errors(int row, int count) => _errors.AsSpan(row, count);

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
