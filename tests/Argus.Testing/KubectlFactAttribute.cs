using Xunit;

namespace Argus.Testing;

/// <summary>A test that needs kubectl; skipped, saying so, where there is none, and failed where it must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = KubectlProgram.Missing;
}
