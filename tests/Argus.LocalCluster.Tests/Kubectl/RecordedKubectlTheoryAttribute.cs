using Argus.Testing;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>
/// A theory that compares what kubectl prints with what 1.32 printed. 1.36 was recorded beside it and prints the same but for where a thing
/// was deleted; in what Debian's 1.20 differs is known (<see cref="RunClaims.Older"/>); what other versions print is not, and not compared.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedKubectlTheoryAttribute : TheoryAttribute
{
    private const int Oldest = 32;
    private const int Newest = 36;

    public RecordedKubectlTheoryAttribute()
    {
        Skip = new DataTheoryAttribute().Skip ?? KubectlProgram.Missing;
        if (KubectlProgram.Path is not null && KubectlRun.Minor is not RunClaims.Debian and (< Oldest or > Newest))
            Skip ??= $"the recordings are of kubectl 1.{Oldest} and 1.{Newest}, and what 1.{RunClaims.Debian} prints otherwise is listed; 1.{KubectlRun.Minor} may word it otherwise again: put one of these first in PATH";
    }
}
