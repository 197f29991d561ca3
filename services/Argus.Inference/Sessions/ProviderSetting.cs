using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>An execution provider and what it is told.</summary>
/// <param name="Name">ONNX Runtime's name.</param>
/// <param name="Options">ONNX Runtime's option names and values.</param>
public sealed record ProviderSetting(string Name, ImmutableSortedDictionary<string, string> Options)
{
    internal static ProviderSetting Create(string name, HardwareOptions hardware, bool fp16) => new(name, name switch
    {
        ProviderNames.Cuda => Cuda(hardware),
        ProviderNames.TensorRt => TensorRt(hardware, fp16),
        ProviderNames.MiGraphX => MiGraphX(hardware, fp16),
        _ => ImmutableSortedDictionary<string, string>.Empty,
    });

    private static ImmutableSortedDictionary<string, string> Cuda(HardwareOptions hardware)
    {
        var options = Device(hardware);
        // The arena doubles by default, and never gives back: a batch of faces must not take half the device.
        options["arena_extend_strategy"] = "kSameAsRequested";
        // Trying every algorithm costs about half a second and gigabytes of workspace for each new shape, for equal speed afterwards.
        options["cudnn_conv_algo_search"] = "HEURISTIC";
        options["do_copy_in_default_stream"] = "1";
        // This provider has no switch for FP16; TF32 is the reduced arithmetic it has, and passes the numeric check of 32-bit.
        options["use_tf32"] = Flag(hardware.Precision != Precision.Fp32);
        if (hardware.MemoryLimitBytes > 0)
            options["gpu_mem_limit"] = $"{hardware.MemoryLimitBytes}";
        return options.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> TensorRt(HardwareOptions hardware, bool fp16)
    {
        var options = Device(hardware);
        options["trt_fp16_enable"] = Flag(fp16);
        if (hardware.MemoryLimitBytes > 0)
            options["trt_max_workspace_size"] = $"{hardware.MemoryLimitBytes}";
        if (hardware.EngineCachePath is { } cache)
        {
            options["trt_engine_cache_enable"] = "1";
            options["trt_engine_cache_path"] = cache;
            options["trt_timing_cache_enable"] = "1";
            options["trt_timing_cache_path"] = cache;
        }

        return options.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> MiGraphX(HardwareOptions hardware, bool fp16)
    {
        var options = Device(hardware);
        options["migraphx_fp16_enable"] = Flag(fp16);
        // Tuning every kernel has been seen to take over half an hour for one graph.
        options["migraphx_exhaustive_tune"] = "0";
        if (hardware.MemoryLimitBytes > 0)
            options["migraphx_mem_limit"] = $"{hardware.MemoryLimitBytes}";
        if (hardware.EngineCachePath is { } cache)
            options["migraphx_model_cache_dir"] = cache;
        return options.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string>.Builder Device(HardwareOptions hardware)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        options["device_id"] = $"{hardware.DeviceId}";
        return options;
    }

    private static string Flag(bool on) => on ? "1" : "0";
}
