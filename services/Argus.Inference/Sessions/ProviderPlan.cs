using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>The execution providers a graph is offered to, in order, and what was odd about the request.</summary>
/// <param name="Requested">The providers that the target or <c>ONNX_PROVIDERS</c> asked for, old names replaced.</param>
/// <param name="Providers">Those that this build has, in order, without the CPU, which ONNX Runtime always adds last.</param>
/// <param name="Warnings">Sentences for the log and for /health.</param>
public sealed record ProviderPlan(ImmutableArray<string> Requested, ImmutableArray<string> Providers, ImmutableArray<string> Warnings)
{
    /// <summary>Whether only the CPU computes.</summary>
    public bool IsCpu => Providers.IsEmpty;

    /// <summary>Whether a provider of the plan has a switch for 16-bit arithmetic; CUDA has none.</summary>
    public bool HasFp16 => Providers.Any(p => p is ProviderNames.TensorRt or ProviderNames.MiGraphX);

    /// <summary>Settles the providers for a request on what is there.</summary>
    /// <param name="hardware">The request.</param>
    /// <param name="available">Providers that the native library has.</param>
    /// <exception cref="ModelLoadException">A name is unknown, or the device's provider is not there and the CPU is not allowed instead.</exception>
    public static ProviderPlan Compute(HardwareOptions hardware, IReadOnlySet<string> available)
    {
        string[] unknown = [.. hardware.Providers.Except(ProviderNames.All)];
        if (unknown.Length > 0)
            throw new ModelLoadException($"Unknown execution provider {string.Join(", ", unknown)}; known are {string.Join(", ", ProviderNames.All)}.");

        var warnings = new List<string>();
        if (hardware.Providers.Contains(ProviderNames.Rocm))
            warnings.Add($"{ProviderNames.Rocm} left ONNX Runtime in 1.23; {ProviderNames.MiGraphX} is used instead.");
        var named = hardware.Providers.Select(p => p == ProviderNames.Rocm ? ProviderNames.MiGraphX : p).Distinct().ToArray();
        foreach (string name in named.Where(p => !Belongs(p, hardware.Target)))
            warnings.Add($"{name} is left out: it is not for the target {hardware.Target}.");

        ImmutableArray<string> requested = named.Length > 0 ? [.. named.Where(p => Belongs(p, hardware.Target))] : Default(hardware);
        ImmutableArray<string> devices = [.. requested.Where(p => p != ProviderNames.Cpu)];
        foreach (string name in devices.Where(p => !available.Contains(p)))
            warnings.Add($"{name} is left out: this build of ONNX Runtime has no library for it.");
        var found = devices.RemoveAll(p => !available.Contains(p));
        if (found.IsEmpty && hardware.Target != HardwareTarget.Cpu && hardware.Fallback == FallbackPolicy.Never)
            throw new ModelLoadException($"The target {hardware.Target} needs {string.Join(" or ", Default(hardware))}; ONNX Runtime here has {string.Join(", ", available.Order())}, and fallback to the CPU is not allowed.");
        return new ProviderPlan(requested.IsEmpty ? [ProviderNames.Cpu] : requested, found, [.. warnings]);
    }

    // TensorRT compiles for minutes, so that it serves only where the result is kept.
    private static ImmutableArray<string> Default(HardwareOptions hardware) => hardware.Target switch
    {
        HardwareTarget.Nvidia when hardware.EngineCachePath is not null => [ProviderNames.TensorRt, ProviderNames.Cuda],
        HardwareTarget.Nvidia => [ProviderNames.Cuda],
        HardwareTarget.Amd => [ProviderNames.MiGraphX],
        _ => [ProviderNames.Cpu],
    };

    private static bool Belongs(string provider, HardwareTarget target) => provider switch
    {
        ProviderNames.Cuda or ProviderNames.TensorRt => target == HardwareTarget.Nvidia,
        ProviderNames.MiGraphX => target == HardwareTarget.Amd,
        _ => true,
    };
}
