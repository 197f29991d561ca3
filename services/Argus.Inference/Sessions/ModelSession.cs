using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>One graph, loaded once, shared by all threads.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;

    private ModelSession(string name, InferenceSession session, HardwareOptions hardware)
    {
        (Name, _session, Hardware) = (name, session, hardware);
        _inputNames = [.. session.InputNames];
        _outputNames = [.. session.OutputNames];
        Inputs = [.. _inputNames.Select(n => Describe(n, session.InputMetadata[n]))];
        Outputs = [.. _outputNames.Select(n => Describe(n, session.OutputMetadata[n]))];
    }

    /// <summary>Name of the file without its extension.</summary>
    public string Name { get; }

    /// <summary>Where it was asked to run.</summary>
    public HardwareOptions Hardware { get; }

    /// <summary>Inputs in graph order.</summary>
    public ImmutableArray<TensorDescription> Inputs { get; }

    /// <summary>Outputs in graph order; sizes are as declared, and may be wrong for other input sizes.</summary>
    public ImmutableArray<TensorDescription> Outputs { get; }

    /// <summary>Loads a graph from a file.</summary>
    /// <exception cref="ModelLoadException">The file is not a graph that ONNX Runtime loads, or the hardware is not there.</exception>
    public static ModelSession Load(string path, HardwareOptions hardware)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = hardware.IntraOpThreads,
            InterOpNumThreads = 1,
            // Sizes change from run to run: a memory pattern would be kept for each of them.
            EnableMemoryPattern = false,
            // det_500m declares the output shapes of 640 x 640: at other sizes every run would warn.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        try
        {
            return new ModelSession(Path.GetFileNameWithoutExtension(path), new InferenceSession(path, options), hardware);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException($"{Path.GetFileName(path)} is not a graph that ONNX Runtime can load: {e.Message}", e);
        }
    }

    /// <summary>Runs the graph with one float input.</summary>
    /// <param name="input">NCHW values.</param>
    /// <param name="shape">Shape of <paramref name="input"/>.</param>
    public SessionOutputs Run(FloatBuffer input, ReadOnlySpan<long> shape)
    {
        using var tensor = input.AsTensor(shape);
        return Run([tensor]);
    }

    /// <summary>Runs the graph with tensors in the order of <see cref="Inputs"/>.</summary>
    public SessionOutputs Run(IReadOnlyCollection<OrtValue> inputs) =>
        new(_session.Run(_run, _inputNames, inputs, _outputNames));

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static TensorDescription Describe(string name, NodeMetadata metadata) =>
        new(name, metadata.ElementDataType, [.. metadata.Dimensions]);
}
