using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>ONNX Runtime's names of the execution providers that Argus configures.</summary>
public static class ProviderNames
{
    /// <summary>Any processor.</summary>
    public const string Cpu = "CPUExecutionProvider";

    /// <summary>NVIDIA.</summary>
    public const string Cuda = "CUDAExecutionProvider";

    /// <summary>NVIDIA, compiled engines.</summary>
    public const string TensorRt = "TensorrtExecutionProvider";

    /// <summary>AMD.</summary>
    public const string MiGraphX = "MIGraphXExecutionProvider";

    /// <summary>AMD until ONNX Runtime 1.23; read as <see cref="MiGraphX"/>.</summary>
    public const string Rocm = "ROCMExecutionProvider";

    /// <summary>All names that <c>ONNX_PROVIDERS</c> may hold.</summary>
    public static ImmutableArray<string> All { get; } = [TensorRt, Cuda, MiGraphX, Rocm, Cpu];

    /// <summary>The hardware that a list of providers asks for first, or null where the list is empty or unknown.</summary>
    public static HardwareTarget? TargetOf(IEnumerable<string> providers) =>
        providers.Select(p => p switch
        {
            TensorRt or Cuda => HardwareTarget.Nvidia,
            MiGraphX or Rocm => HardwareTarget.Amd,
            Cpu => HardwareTarget.Cpu,
            _ => (HardwareTarget?)null,
        }).FirstOrDefault(t => t is not null);
}
