using System.Runtime.ExceptionServices;
using Argus.Inference.Sessions;

namespace Argus.Inference.Scheduling;

/// <summary>Runs a network on rows.</summary>
/// <param name="input">Where the rows lie.</param>
/// <param name="first">The first row, in floats from the start of <paramref name="input"/>.</param>
/// <param name="rows">How many.</param>
/// <param name="output">Gets the vectors, one after the other.</param>
internal delegate void RunRows(FloatBuffer input, int first, int rows, Span<float> output);

/// <summary>Rows of one request on their way through <see cref="CropBatcher"/>.</summary>
internal sealed class CropBatch(FloatBuffer input, int first, int rows, int vectorLength)
{
    private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExceptionDispatchInfo? _fault;

    /// <summary>Where it stands; changed under the batcher's lock only.</summary>
    public CropBatchState State { get; set; }

    public FloatBuffer Input => input;

    public int First => first;

    public int Rows => rows;

    public float[] Output { get; } = new float[rows * vectorLength];

    /// <summary>Wakes the request: it is done, or it has to run the next batch.</summary>
    public void Wake() => _turn.TrySetResult();

    public void Wait(CancellationToken cancel) => _turn.Task.Wait(cancel);

    public void Fail(Exception fault) => _fault = ExceptionDispatchInfo.Capture(fault);

    public void ThrowIfFailed() => _fault?.Throw();
}

/// <summary>Where rows of a request stand.</summary>
internal enum CropBatchState
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>At the head of the queue, and its thread is to run the next batch.</summary>
    Leading,

    /// <summary>In the batch that runs.</summary>
    Taken,
}
