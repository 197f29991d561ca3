using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class ProviderSettingTests
{
    private static readonly HardwareOptions Hardware = new() { DeviceId = 2, MemoryLimitBytes = 3_000_000_000, EngineCachePath = "engines" };

    [Fact]
    public void Create_Cuda_BoundsMemoryAndSearchesCheaply()
    {
        var options = ProviderSetting.Create(ProviderNames.Cuda, Hardware, fp16: false).Options;

        Assert.Equal("2", options["device_id"]);
        Assert.Equal("3000000000", options["gpu_mem_limit"]);
        Assert.Equal("kSameAsRequested", options["arena_extend_strategy"]);
        Assert.Equal("HEURISTIC", options["cudnn_conv_algo_search"]);
        Assert.Equal("1", options["use_tf32"]);
    }

    [Fact]
    public void Create_CudaAtFp32WithoutLimit_SwitchesTf32OffAndSetsNoLimit()
    {
        var options = ProviderSetting.Create(ProviderNames.Cuda, new HardwareOptions { Precision = Precision.Fp32 }, fp16: false).Options;

        Assert.Equal("0", options["use_tf32"]);
        Assert.False(options.ContainsKey("gpu_mem_limit"));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    public void Create_TensorRt_KeepsEnginesAndFollowsPrecision(bool fp16, string flag)
    {
        var options = ProviderSetting.Create(ProviderNames.TensorRt, Hardware, fp16).Options;

        Assert.Equal(flag, options["trt_fp16_enable"]);
        Assert.Equal("engines", options["trt_engine_cache_path"]);
        Assert.Equal("1", options["trt_timing_cache_enable"]);
        Assert.Equal("2", options["device_id"]);
    }

    [Fact]
    public void Create_MiGraphX_KeepsCompiledGraphsWithoutExhaustiveTuning()
    {
        var options = ProviderSetting.Create(ProviderNames.MiGraphX, Hardware, fp16: true).Options;

        Assert.Equal("1", options["migraphx_fp16_enable"]);
        Assert.Equal("0", options["migraphx_exhaustive_tune"]);
        Assert.Equal("engines", options["migraphx_model_cache_dir"]);
        Assert.False(ProviderSetting.Create(ProviderNames.MiGraphX, new HardwareOptions(), fp16: true).Options.ContainsKey("migraphx_model_cache_dir"));
    }
}
