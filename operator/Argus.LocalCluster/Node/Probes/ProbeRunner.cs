using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Node.Probes;

/// <summary>Repeats one probe of a running container.</summary>
internal sealed class ProbeRunner(Prober prober, TimeProvider time)
{
    /// <summary>Runs until cancelled; tells every result with what all of them mean so far.</summary>
    public async Task RunAsync(V1Probe probe, RunningContainer container, Action<ProbeResult, ProbeState> tell, CancellationToken cancel)
    {
        var state = new ProbeState();
        try
        {
            await Task.Delay(Seconds.Wait(probe.InitialDelaySeconds ?? 0), time, cancel);
            while (true)
            {
                var result = await prober.ProbeAsync(probe, container, cancel);
                state = state.Next(result.Success, probe);
                tell(result, state);
                await Task.Delay(Seconds.Wait(probe.PeriodSeconds ?? 10), time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The container ended.
        }
    }
}
