using System.Text;
using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class ProviderAuditTests
{
    private static readonly ProviderPlan Plan = new([ProviderNames.Cuda], [ProviderNames.Cuda], ["a warning"]);

    [Fact]
    public void FromProfile_WorkLeftToTheCpu_IsNamedOnce()
    {
        var audit = Read(
            Kernel("conv1", "Conv", ProviderNames.Cuda, "float"), Kernel("conv2", "Conv", ProviderNames.Cuda, "float"),
            Kernel("resize1", "Resize", ProviderNames.Cpu, "float"), Kernel("resize1", "Resize", ProviderNames.Cpu, "float"));

        Assert.Equal([ProviderNames.Cuda, ProviderNames.Cpu], audit.Actual.ToArray());
        Assert.Equal(2, audit.Nodes[ProviderNames.Cuda]);
        Assert.Equal(["Resize resize1"], audit.FallbackNodes.ToArray());
        Assert.Equal(["a warning"], audit.Warnings.ToArray());
        Assert.Equal(Precision.Fp16, audit.Precision);
    }

    [Fact]
    public void FromProfile_ShapeArithmeticOnTheCpu_IsNoFallback()
    {
        var audit = Read(Kernel("conv1", "Conv", ProviderNames.Cuda, "float"), Kernel("shape1", "Shape", ProviderNames.Cpu, "int64"));

        Assert.Empty(audit.FallbackNodes);
        Assert.Equal(1, audit.Nodes[ProviderNames.Cpu]);
    }

    [Fact]
    public void FromProfile_HalfPrecisionOnTheCpu_IsFallback() =>
        Assert.Single(Read(Kernel("conv1", "Conv", ProviderNames.Cpu, "float16")).FallbackNodes.ToArray());

    private static ProviderAudit Read(params string[] kernels)
    {
        string[] others =
        [
            """{"cat":"Session","name":"model_loading_uri","args":{}}""",
            """{"cat":"Node","name":"conv1_fence_before","args":{"op_name":"Conv"}}""",
        ];
        return ProviderAudit.FromProfile(Encoding.UTF8.GetBytes($"[{string.Join(',', [.. others, .. kernels])}]"), Plan, Precision.Fp16);
    }

    private static string Kernel(string name, string op, string provider, string type) =>
        $$$"""{"cat":"Node","name":"{{{name}}}_kernel_time","args":{"op_name":"{{{op}}}","provider":"{{{provider}}}","output_type_shape":[{"{{{type}}}":[1,2]}]}}""";
}
