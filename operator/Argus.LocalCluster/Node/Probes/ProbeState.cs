using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Probes;

/// <summary>Counts results of a probe until they mean something.</summary>
/// <param name="Outcome">Null until enough results have agreed.</param>
internal sealed record ProbeState(int Successes = 0, int Failures = 0, bool? Outcome = null)
{
    public ProbeState Next(bool success, V1Probe probe)
    {
        var next = success ? new ProbeState(Successes + 1, 0, Outcome) : new ProbeState(0, Failures + 1, Outcome);
        if (next.Successes >= (probe.SuccessThreshold ?? 1))
            return next with { Outcome = true };
        return next.Failures >= (probe.FailureThreshold ?? 3) ? next with { Outcome = false } : next;
    }
}
