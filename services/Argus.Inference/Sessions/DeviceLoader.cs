using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>Loads a graph on a GPU and proves that it runs there and computes the same as the CPU.</summary>
internal static class DeviceLoader
{
    /// <summary>Tries 16-bit arithmetic where it is wanted and the provider has it, then 32-bit.</summary>
    /// <exception cref="ModelLoadException">The device does not load, leaves work to the CPU though it may not, or computes something else.</exception>
    public static (InferenceSession Session, ProviderAudit Audit) Load(
        string name, GraphSource source, HardwareOptions hardware, ProviderPlan plan, IReadOnlyList<WarmInput> warm)
    {
        var expected = RunOnCpu(source, hardware, warm);
        string refusal = "";
        foreach (var precision in Precisions(hardware, plan))
        {
            var (session, audit) = Open(source, hardware, plan, precision, warm, out var actual);
            double[] cosines = NumericCheck.Cosines(expected, actual);
            if (hardware.Fallback == FallbackPolicy.Never && !audit.FallbackNodes.IsEmpty)
                refusal = $"{audit.FallbackNodes.Length} nodes computed on the CPU, which is not allowed: {string.Join(", ", audit.FallbackNodes.Take(8))}";
            else if (!NumericCheck.Passes(precision, cosines))
                refusal = $"its {precision} outputs differ from those of the CPU (cosine of each output: {string.Join(", ", cosines.Select(c => $"{c:f5}"))})";
            else
                return (session, audit);
            session.Dispose();
        }

        throw new ModelLoadException($"{name} on {string.Join(", ", plan.Providers)} is refused: {refusal}.");
    }

    private static Precision[] Precisions(HardwareOptions hardware, ProviderPlan plan) => (hardware.Precision, plan.HasFp16) switch
    {
        (Precision.Fp16, true) => [Precision.Fp16],
        (Precision.Auto, true) => [Precision.Fp16, Precision.Fp32],
        (Precision.Fp16, false) => throw new ModelLoadException($"{string.Join(", ", plan.Providers)} cannot compute in 16 bit: that takes {ProviderNames.TensorRt} or {ProviderNames.MiGraphX}."),
        _ => [Precision.Fp32],
    };

    private static (InferenceSession Session, ProviderAudit Audit) Open(
        GraphSource source, HardwareOptions hardware, ProviderPlan plan, Precision precision, IReadOnlyList<WarmInput> warm, out IReadOnlyList<float[]> outputs)
    {
        if (hardware.EngineCachePath is { } cache)
            Directory.CreateDirectory(cache);
        string folder = Directory.CreateTempSubdirectory("argus-profile").FullName;
        try
        {
            var providers = plan.Providers.Select(p => ProviderSetting.Create(p, hardware, precision == Precision.Fp16)).ToImmutableArray();
            using var options = SessionSettings.Create(hardware, providers, pattern: false, profile: Path.Combine(folder, "warm"));
            var session = source.CreateSession(options);
            try
            {
                outputs = Run(session, warm);
                return (session, ProviderAudit.FromProfile(File.ReadAllBytes(session.EndProfiling()), plan, precision));
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<float[]> RunOnCpu(GraphSource source, HardwareOptions hardware, IReadOnlyList<WarmInput> warm)
    {
        using var options = SessionSettings.Create(hardware, [], source.HasFixedInputs, profile: null);
        using var session = source.CreateSession(options);
        return Run(session, warm);
    }

    /// <summary>Every float output of every warm-up run.</summary>
    internal static IReadOnlyList<float[]> Run(InferenceSession session, IReadOnlyList<WarmInput> warm)
    {
        using var options = new RunOptions();
        var all = new List<float[]>();
        foreach (var input in warm)
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(input.Values.ToArray(), [.. input.Shape]);
            using var outputs = session.Run(options, session.InputNames, [tensor], session.OutputNames);
            all.AddRange(outputs.Where((_, i) => session.OutputMetadata[session.OutputNames[i]].ElementType == typeof(float))
                .Select(o => o.GetTensorDataAsSpan<float>().ToArray()));
        }

        return all;
    }
}
