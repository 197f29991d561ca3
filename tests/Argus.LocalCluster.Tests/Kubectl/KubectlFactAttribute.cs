namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>A test that needs kubectl; skipped, saying so, where there is none, and failed where it must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    /// <param name="minor">Oldest kubectl 1.x that can do it.</param>
    public KubectlFactAttribute(int minor = 0)
    {
        if (KubectlRun.Path is null)
            Skip = Environment.GetEnvironmentVariable("CI") is null ? "kubectl is not installed (Debian: apt-get install kubernetes-client)" : null;
        else if (KubectlRun.Minor < minor)
            Skip = $"kubectl 1.{KubectlRun.Minor} reads OpenAPI v2 for this, which the local cluster does not fill; 1.{minor} reads v3";
    }
}
