using System.Collections.Immutable;
using Argus.Inference.Scheduling;

namespace Argus.Inference.Sessions;

/// <summary>
/// Runs a network of one input and one vector a row, in the way that is fastest where it runs. On a GPU the rows of all requests go
/// together (<see cref="CropBatcher"/>). On the CPU rows run one by one: MobileFaceNet in fours gains 3 % alone and loses 15 to 20 % with a run on
/// each core, because the rows of four no longer fit the cores' caches (tests/Argus.Benchmarks/results).
/// </summary>
public sealed class RecognizerRunner
{
    private readonly ModelSession _session;
    private readonly CropBatcher? _together;
    private readonly long[] _rowShape;

    /// <summary>Takes a session.</summary>
    /// <param name="session">A graph of one input.</param>
    /// <param name="row">Shape of one row, without the batch: what the graph leaves open is taken from here.</param>
    /// <param name="vectorLength">Values of a vector.</param>
    /// <exception cref="ModelLoadException">The graph declares another row or vector.</exception>
    public RecognizerRunner(ModelSession session, ReadOnlySpan<long> row, int vectorLength)
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
        RowsPerRun = _together is null ? 1 : ShapeBuckets.Rows[^1];
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
}
