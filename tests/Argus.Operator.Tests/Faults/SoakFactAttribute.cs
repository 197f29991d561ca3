namespace Argus.Operator.Tests.Faults;

/// <summary>A long variant of a test; runs under <c>./argus test --soak</c>.</summary>
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute() => Skip = Environment.GetEnvironmentVariable("ARGUS_SOAK") is null ? "takes minutes; ./argus test --soak runs it" : null;
}
