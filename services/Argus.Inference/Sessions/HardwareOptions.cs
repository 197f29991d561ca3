using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>Where graphs run and with how much.</summary>
public sealed record HardwareOptions
{
    /// <summary>The hardware the deployment asked for.</summary>
    public HardwareTarget Target { get; init; } = HardwareTarget.Cpu;

    /// <summary>Execution providers in order of preference, by ONNX Runtime's names; empty takes the target's own order (ONNX_PROVIDERS).</summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    /// <summary>Whether a graph may compute on the CPU when the device cannot; default never.</summary>
    public FallbackPolicy Fallback { get; init; } = FallbackPolicy.Never;

    /// <summary>Threads inside one run. 1 gives most throughput with requests side by side; more shortens a single request.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Which device, counted from 0.</summary>
    public int DeviceId { get; init; }

    /// <summary>Bound on device memory in bytes, or 0 for none.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>Arithmetic of the device; FP16 must pass a gate against FP32 before Ready.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Folder for compiled engines (TensorRT, MIGraphX); null for none.</summary>
    public string? EngineCachePath { get; init; }

    /// <summary>Path of the vendor's <c>libonnxruntime.so</c>; null takes ARGUS_ONNXRUNTIME_LIBRARY, else the one beside the program.</summary>
    public string? RuntimeLibrary { get; init; }
}

/// <summary>Vendors.</summary>
public enum HardwareTarget
{
    /// <summary>Any x64 or arm64 processor.</summary>
    Cpu,

    /// <summary>CUDA, TensorRT.</summary>
    Nvidia,

    /// <summary>MIGraphX.</summary>
    Amd,
}

/// <summary>What happens when the device cannot run a graph.</summary>
public enum FallbackPolicy
{
    /// <summary>Not Ready.</summary>
    Never,

    /// <summary>Runs on the CPU, and says so.</summary>
    Cpu,
}

/// <summary>Arithmetic of the device.</summary>
public enum Precision
{
    /// <summary>FP32 on the CPU, FP16 on a GPU where the gate passes.</summary>
    Auto,

    /// <summary>32-bit.</summary>
    Fp32,

    /// <summary>16-bit.</summary>
    Fp16,
}
