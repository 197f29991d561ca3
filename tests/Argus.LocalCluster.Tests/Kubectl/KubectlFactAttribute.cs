namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>A test that needs kubectl; skipped, saying so, where there is none, and failed where it must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (KubectlRun.Path is null)
            Skip = Environment.GetEnvironmentVariable("CI") is null ? "kubectl is not installed (Debian: apt-get install kubernetes-client)" : null;
    }
}
