using Argus.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>The recognizer alone, so many crops a run, a run on each core: why the CPU gets single rows.</summary>
internal sealed class RowsLoop : Load
{
    private readonly InferenceSession _recognizer;
    private readonly OrtValue _crops;
    private readonly RunOptions _run = new();

    public RowsLoop(ResolvedPack pack, int rows)
    {
        Rows = rows;
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _recognizer = new InferenceSession(pack.Files[ModelRole.Recognizer].Path, options);
        float[] noise = new float[rows * 3 * 112 * 112];
        var random = new Random(7);
        for (int i = 0; i < noise.Length; i++)
            noise[i] = random.NextSingle() - 0.5f;
        _crops = OrtValue.CreateTensorValueFromMemory(noise, [rows, 3, 112, 112]);
    }

    /// <summary>Crops of one run.</summary>
    public int Rows { get; }

    public override string Name => $"recognizer, {Rows} rows a run";

    public override int InFlight => Environment.ProcessorCount;

    public override void Dispose()
    {
        _run.Dispose();
        _crops.Dispose();
        _recognizer.Dispose();
    }

    protected override void One(int thread) => _recognizer.Run(_run, _recognizer.InputNames, [_crops], _recognizer.OutputNames).Dispose();
}
