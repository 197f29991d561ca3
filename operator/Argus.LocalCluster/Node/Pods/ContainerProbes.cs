using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Probes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>The probes of one run of a container, and what their results mean for it.</summary>
internal sealed class ContainerProbes(NodeServices node, PodWorker worker, PodContainers containers, RunningContainer container)
{
    /// <summary>The startup probe first, unless it has succeeded already.</summary>
    public void Start(bool started)
    {
        if (!started && container.Spec.StartupProbe is { } startup)
        {
            Begin(ProbeKind.Startup, startup);
            return;
        }

        if (container.Spec.ReadinessProbe is { } readiness)
            Begin(ProbeKind.Readiness, readiness);
        if (container.Spec.LivenessProbe is { } liveness)
            Begin(ProbeKind.Liveness, liveness);
    }

    private void Begin(ProbeKind kind, V1Probe probe)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(container.Ended);
        _ = RunAsync(kind, probe, stop);
    }

    private async Task RunAsync(ProbeKind kind, V1Probe probe, CancellationTokenSource stop)
    {
        using (stop)
        {
            ProbeState? last = null;
            await new ProbeRunner(node.Prober, node.Time).RunAsync(
                probe,
                container,
                (result, state) =>
                {
                    // A result that says what the last one said is no news, and wakes nobody.
                    if (!result.Success || state.Outcome != last?.Outcome)
                        worker.Post(() => Handle(kind, probe, result, state));
                    last = state;
                    if (kind != ProbeKind.Readiness && (state.Outcome == false || (kind == ProbeKind.Startup && state.Outcome == true)))
                        stop.Cancel();
                },
                stop.Token);
        }
    }

    private void Handle(ProbeKind kind, V1Probe probe, ProbeResult result, ProbeState probed)
    {
        string name = container.Spec.Name;
        var state = worker.State.Container(name);
        if (!ReferenceEquals(containers.Find(name), container) || state.Stopping)
            return;
        if (!result.Success)
            worker.Tell(PlannedEvent.Warning("Unhealthy", $"{kind} probe failed: {result.Output}"));
        switch (kind, probed.Outcome)
        {
            case (ProbeKind.Startup, true):
                worker.State = worker.State.With(state with { Started = true, Ready = container.Spec.ReadinessProbe is null });
                Start(started: true);
                break;
            case (ProbeKind.Readiness, { } ready):
                if (state.Ready != ready)
                    worker.State = worker.State.With(state with { Ready = ready });
                break;
            case (not ProbeKind.Readiness, false):
                var grace = Seconds.Wait(probe.TerminationGracePeriodSeconds ?? worker.Pod.Spec?.TerminationGracePeriodSeconds ?? 30);
                containers.Stop(name, grace, $"Container {name} failed {kind.ToString().ToLowerInvariant()} probe, will be restarted");
                break;
        }
    }
}
