using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class ProviderPlanTests
{
    private static readonly HashSet<string> CpuOnly = [ProviderNames.Cpu];
    private static readonly HashSet<string> NvidiaBuild = [ProviderNames.TensorRt, ProviderNames.Cuda, ProviderNames.Cpu];
    private static readonly HashSet<string> AmdBuild = [ProviderNames.MiGraphX, ProviderNames.Cpu];

    [Fact]
    public void Compute_Default_IsCpuWithoutWarning()
    {
        var plan = ProviderPlan.Compute(new HardwareOptions(), CpuOnly);

        Assert.True(plan.IsCpu);
        Assert.Equal([ProviderNames.Cpu], plan.Requested.ToArray());
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Compute_NvidiaWithoutEngineCache_TakesCudaAlone()
    {
        var plan = ProviderPlan.Compute(new HardwareOptions { Target = HardwareTarget.Nvidia }, NvidiaBuild);

        Assert.Equal([ProviderNames.Cuda], plan.Providers.ToArray());
        Assert.False(plan.HasFp16);
    }

    [Fact]
    public void Compute_NvidiaWithEngineCache_PutsTensorRtFirst()
    {
        var plan = ProviderPlan.Compute(new HardwareOptions { Target = HardwareTarget.Nvidia, EngineCachePath = "engines" }, NvidiaBuild);

        Assert.Equal([ProviderNames.TensorRt, ProviderNames.Cuda], plan.Providers.ToArray());
        Assert.True(plan.HasFp16);
    }

    [Fact]
    public void Compute_TensorRtLibraryMissing_KeepsCudaAndWarns()
    {
        var plan = ProviderPlan.Compute(
            new HardwareOptions { Target = HardwareTarget.Nvidia, EngineCachePath = "engines" }, new HashSet<string> { ProviderNames.Cuda, ProviderNames.Cpu });

        Assert.Equal([ProviderNames.Cuda], plan.Providers.ToArray());
        Assert.Contains(ProviderNames.TensorRt, Assert.Single(plan.Warnings));
    }

    [Fact]
    public void Compute_NamedProviders_KeepTheirOrder()
    {
        var plan = ProviderPlan.Compute(
            new HardwareOptions { Target = HardwareTarget.Nvidia, Providers = [ProviderNames.Cuda, ProviderNames.TensorRt, ProviderNames.Cpu] }, NvidiaBuild);

        Assert.Equal([ProviderNames.Cuda, ProviderNames.TensorRt], plan.Providers.ToArray());
    }

    [Fact]
    public void Compute_OldRocmName_BecomesMiGraphXWithWarning()
    {
        var plan = ProviderPlan.Compute(
            new HardwareOptions { Target = HardwareTarget.Amd, Providers = [ProviderNames.Rocm, ProviderNames.MiGraphX, ProviderNames.Cpu] }, AmdBuild);

        Assert.Equal([ProviderNames.MiGraphX], plan.Providers.ToArray());
        Assert.Contains(ProviderNames.Rocm, Assert.Single(plan.Warnings));
    }

    [Fact]
    public void Compute_UnknownNames_AreRefusedWithTheList()
    {
        var refused = Assert.Throws<ModelLoadException>(
            () => ProviderPlan.Compute(new HardwareOptions { Providers = ["CUDAExecutionProvidr", ProviderNames.Cpu] }, CpuOnly));

        Assert.Contains("CUDAExecutionProvidr", refused.Message);
        Assert.All(ProviderNames.All, name => Assert.Contains(name, refused.Message));
    }

    [Theory]
    [InlineData(HardwareTarget.Nvidia, ProviderNames.Cuda)]
    [InlineData(HardwareTarget.Amd, ProviderNames.MiGraphX)]
    public void Compute_DeviceNotInBuild_IsRefusedByNameUnlessFallbackIsAllowed(HardwareTarget target, string provider)
    {
        var hardware = new HardwareOptions { Target = target };
        var refused = Assert.Throws<ModelLoadException>(() => ProviderPlan.Compute(hardware, CpuOnly));
        Assert.Contains(provider, refused.Message);

        var plan = ProviderPlan.Compute(hardware with { Fallback = FallbackPolicy.Cpu }, CpuOnly);
        Assert.True(plan.IsCpu);
        Assert.Equal([provider], plan.Requested.ToArray());
        Assert.NotEmpty(plan.Warnings);
    }

    [Fact]
    public void Compute_DeviceNamedForCpuTarget_IsLeftOutWithWarning()
    {
        var plan = ProviderPlan.Compute(new HardwareOptions { Providers = [ProviderNames.Cuda, ProviderNames.Cpu] }, NvidiaBuild);

        Assert.True(plan.IsCpu);
        Assert.Contains(ProviderNames.Cuda, Assert.Single(plan.Warnings));
    }

    [Theory]
    [InlineData(HardwareTarget.Nvidia, ProviderNames.Cuda, ProviderNames.Cpu)]
    [InlineData(HardwareTarget.Amd, ProviderNames.Rocm, ProviderNames.Cpu)]
    [InlineData(HardwareTarget.Cpu, ProviderNames.Cpu)]
    [InlineData(null, "Other")]
    public void TargetOf_FirstKnownName_Decides(HardwareTarget? target, params string[] providers) =>
        Assert.Equal(target, ProviderNames.TargetOf(providers));
}
