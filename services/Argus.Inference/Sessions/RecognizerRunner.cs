using System.Collections.Immutable;
using Argus.Inference.Scheduling;

namespace Argus.Inference.Sessions;

/// <summary>
/// Runs a network of one input and one vector a row, in the way that is fastest where it runs. On a GPU the rows of all requests go
/// together (<see cref="CropBatcher"/>); on the CPU each call runs its own rows, so many at once as was measured to be fastest.
/// </summary>
public sealed class RecognizerRunner
{
    private const int CpuBatch = 4;

    // A batch must win by more than the noise of the measurement, since single rows spread better over cores.
    private const double WorthIt = 0.97;
    private static readonly TimeSpan TooSlowToMeasure = TimeSpan.FromMilliseconds(25);
    private readonly ModelSession _session;
    private readonly CropBatcher? _together;
    private readonly long[] _rowShape;

    /// <summary>Takes a session and measures how many rows it should be given at once: at most about 0.1 s on the CPU.</summary>
    /// <param name="session">A graph of one input.</param>
    /// <param name="row">Shape of one row, without the batch: what the graph leaves open is taken from here.</param>
    /// <param name="vectorLength">Values of a vector.</param>
    /// <param name="time">Measures.</param>
    /// <exception cref="ModelLoadException">The graph declares another row or vector.</exception>
    public RecognizerRunner(ModelSession session, ReadOnlySpan<long> row, int vectorLength, TimeProvider time)
    {
        _session = session;
        _rowShape = [.. row];
        (RowLength, VectorLength) = ((int)_rowShape.Aggregate((a, b) => a * b), vectorLength);
        if (session.Inputs is not [var input] || !Fits(input.Shape, _rowShape))
            throw new ModelLoadException($"{session.Name} does not take one input with rows of {string.Join(" x ", _rowShape)}: it declares {string.Join("; ", session.Inputs.Select(i => string.Join(" x ", i.Shape)))}.");
        if (session.Outputs is not [var output, ..] || !Fits(output.Shape, [vectorLength]))
            throw new ModelLoadException($"{session.Name} does not answer vectors of {vectorLength} values: it declares {string.Join(" x ", session.Outputs[0].Shape)}.");
        bool single = input.Shape[0] == 1;
        if (session.IsOnDevice && !single)
            _together = new CropBatcher(RunBatch, RowLength, VectorLength);
        RowsPerRun = single ? 1 : session.IsOnDevice ? ShapeBuckets.Rows[^1] : Measure(time);
    }

    /// <summary>Floats of a row.</summary>
    public int RowLength { get; }

    /// <summary>Floats of a vector.</summary>
    public int VectorLength { get; }

    /// <summary>Rows of one run. Callers that spread rows over threads should give each thread this many.</summary>
    public int RowsPerRun { get; }

    /// <summary>Runs all rows of a buffer.</summary>
    public void Run(FloatBuffer crops, int rows, Span<float> output, CancellationToken cancel = default) => Run(crops, 0, rows, output, cancel);

    /// <summary>Runs some rows of a buffer and returns when they are done.</summary>
    /// <param name="crops">Rows one after the other.</param>
    /// <param name="firstRow">The first row to run.</param>
    /// <param name="rows">How many to run.</param>
    /// <param name="output">Gets <paramref name="rows"/> vectors as the graph gave them, not normalised.</param>
    /// <param name="cancel">Cancelled when the caller hangs up or its deadline passes.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the rows ran.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The graph failed on these rows.</exception>
    public void Run(FloatBuffer crops, int firstRow, int rows, Span<float> output, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, rows * VectorLength);
        if (_together is not null)
        {
            _together.Run(crops, firstRow * RowLength, rows, output, cancel);
            return;
        }

        for (int done = 0; done < rows; done += RowsPerRun)
        {
            cancel.ThrowIfCancellationRequested();
            int count = Math.Min(RowsPerRun, rows - done);
            RunBatch(crops, (firstRow + done) * RowLength, count, output[(done * VectorLength)..]);
        }
    }

    private static bool Fits(ImmutableArray<int> declared, long[] row) =>
        declared.Length == row.Length + 1 && row.Zip(declared.Skip(1)).All(d => d.Second <= 0 || d.First == d.Second);

    private void RunBatch(FloatBuffer input, int first, int rows, Span<float> output)
    {
        using var tensor = input.AsTensor([rows, .. _rowShape], first);
        using var outputs = _session.Run([tensor]);
        outputs.Floats(0).CopyTo(output);
    }

    private int Measure(TimeProvider time)
    {
        using var crops = FloatPool.Shared.Rent(CpuBatch * RowLength);
        crops.Span(CpuBatch * RowLength).Fill(0.25f);
        var output = new float[CpuBatch * VectorLength];
        TimeSpan Once(int rows)
        {
            long start = time.GetTimestamp();
            RunBatch(crops, 0, rows, output);
            return time.GetElapsedTime(start);
        }

        // The first run of each size also lays out memory.
        Once(1);
        if (Once(1) > TooSlowToMeasure)
            return 1;
        Once(CpuBatch);
        var single = TimeSpan.MaxValue;
        for (int i = 0; i < CpuBatch; i++)
            single = Min(single, Once(1));
        return Min(Once(CpuBatch), Once(CpuBatch)) < single * CpuBatch * WorthIt ? CpuBatch : 1;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
