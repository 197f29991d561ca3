using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>One graph, loaded once, shared by all threads.</summary>
public sealed class ModelSession : IDisposable
{
    // Device memory grows with each new shape and is only given back when asked; asking costs a synchronisation.
    private const uint RunsBetweenShrinks = 500;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly RunOptions? _shrink;
    private readonly Lock? _oneByOne;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private uint _runs;

    private ModelSession(string name, InferenceSession session, HardwareOptions hardware, ProviderAudit audit)
    {
        (Name, _session, Hardware, Audit) = (name, session, hardware, audit);
        _inputNames = [.. session.InputNames];
        _outputNames = [.. session.OutputNames];
        Inputs = [.. _inputNames.Select(n => Describe(n, session.InputMetadata[n]))];
        Outputs = [.. _outputNames.Select(n => Describe(n, session.OutputMetadata[n]))];
        if (IsOnDevice)
        {
            _shrink = new RunOptions();
            _shrink.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", $"gpu:{hardware.DeviceId}");
        }

        // Runs side by side have crashed MIGraphX.
        _oneByOne = audit.Actual.Contains(ProviderNames.MiGraphX) ? new Lock() : null;
    }

    /// <summary>Name of the file without its extension.</summary>
    public string Name { get; }

    /// <summary>Where it was asked to run.</summary>
    public HardwareOptions Hardware { get; }

    /// <summary>Where it really runs.</summary>
    public ProviderAudit Audit { get; }

    /// <summary>Whether a GPU computes: shapes should then come from <see cref="ShapeBuckets"/>.</summary>
    public bool IsOnDevice => Audit.Actual.Any(p => p != ProviderNames.Cpu);

    /// <summary>Inputs in graph order.</summary>
    public ImmutableArray<TensorDescription> Inputs { get; }

    /// <summary>Outputs in graph order; sizes are as declared, and may be wrong for other input sizes.</summary>
    public ImmutableArray<TensorDescription> Outputs { get; }

    /// <summary>
    /// Loads a graph from a file and runs it once on each of <paramref name="warm"/>. On a GPU these runs also show which provider
    /// computed, and must agree with the CPU.
    /// </summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="hardware">Where it is to run.</param>
    /// <param name="warm">Inputs of each shape that will be served. A GPU needs at least one, of a real picture or crop at best.</param>
    /// <exception cref="ModelLoadException">
    /// The file is not a graph that ONNX Runtime loads, the hardware is not there, or it does not compute what the CPU computes.
    /// </exception>
    public static ModelSession Load(string path, HardwareOptions hardware, params IReadOnlyList<WarmInput> warm)
    {
        OnnxRuntimeLibrary.Use(hardware.RuntimeLibrary);
        string name = Path.GetFileNameWithoutExtension(path);
        var plan = ProviderPlan.Compute(hardware, OnnxRuntimeLibrary.Providers());
        var source = GraphSource.Open(path);
        if (!plan.IsCpu)
        {
            if (warm.Count == 0)
                throw new ModelLoadException($"{name} needs an input to warm up with: without a run nobody knows which device computes.");
            try
            {
                var (session, audit) = DeviceLoader.Load(name, source, hardware, plan, warm);
                return new ModelSession(name, session, hardware, audit);
            }
            catch (Exception e) when (e is OnnxRuntimeException or ModelLoadException)
            {
                if (hardware.Fallback == FallbackPolicy.Never)
                    throw e as ModelLoadException ?? new ModelLoadException($"{name} does not load on {string.Join(", ", plan.Providers)}: {e.Message}", e);
                plan = plan with { Warnings = plan.Warnings.Add($"{name} runs on the CPU: {e.Message}") };
            }
        }

        return LoadOnCpu(name, source, hardware, plan, warm);
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
    public SessionOutputs Run(IReadOnlyCollection<OrtValue> inputs)
    {
        var options = _shrink is not null && Interlocked.Increment(ref _runs) % RunsBetweenShrinks == 0 ? _shrink : _run;
        if (_oneByOne is null)
            return new(_session.Run(options, _inputNames, inputs, _outputNames));
        lock (_oneByOne)
            return new(_session.Run(options, _inputNames, inputs, _outputNames));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _shrink?.Dispose();
        _session.Dispose();
    }

    private static ModelSession LoadOnCpu(string name, GraphSource source, HardwareOptions hardware, ProviderPlan plan, IReadOnlyList<WarmInput> warm)
    {
        try
        {
            using var options = SessionSettings.Create(hardware, [], source.HasFixedInputs, profile: null);
            var session = new ModelSession(name, source.CreateSession(options), hardware, ProviderAudit.OnCpu(plan));
            DeviceLoader.Run(session._session, warm);
            return session;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException($"{name} is not a graph that ONNX Runtime can load: {e.Message}", e);
        }
    }

    private static TensorDescription Describe(string name, NodeMetadata metadata) =>
        new(name, metadata.ElementDataType, [.. metadata.Dimensions]);
}
