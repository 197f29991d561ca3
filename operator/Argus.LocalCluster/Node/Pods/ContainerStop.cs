using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Ends one container.</summary>
internal sealed class ContainerStop(NodeServices node, PodWorker worker, RunningContainer container)
{
    // A hook that used up all the time leaves the process this long to end by itself.
    private static readonly TimeSpan AfterHook = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the container has ended, or was killed.</summary>
    public async Task RunAsync(TimeSpan grace)
    {
        try
        {
            long begun = node.Time.GetTimestamp();
            if (grace > TimeSpan.Zero && container.Spec.Lifecycle?.PreStop is not null)
            {
                await HookAsync(grace);
                var left = grace - node.Time.GetElapsedTime(begun);
                grace = left > AfterHook ? left : AfterHook;
            }

            if (grace > TimeSpan.Zero)
            {
                Terminate();
                await Task.Delay(grace, node.Time, container.Ended);
            }

            container.Killed = true;
            ContainerLauncher.KillAll(container.Process, container.Launch.RunDirectory);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // It ended by itself.
        }
    }

    private void Terminate()
    {
        // Before the process has begun there is only its shell to be told.
        int pid = ContainerLauncher.MainPid(container.Launch.RunDirectory) ?? -container.Process.Pid;
        if (container.Process.IsAlive)
            LibC.Kill(pid, LibC.SigTerm);
    }

    private async Task HookAsync(TimeSpan grace)
    {
        using var limit = new CancellationTokenSource(grace, node.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, container.Ended);
        string problem;
        try
        {
            var result = await node.Prober.RunAsync(container.Spec.Lifecycle!.PreStop!, container, both.Token);
            if (result.Success)
                return;
            problem = result.Output;
        }
        catch (OperationCanceledException) when (!container.Ended.IsCancellationRequested)
        {
            problem = $"it took longer than {grace.TotalSeconds}s";
        }

        worker.Post(() => worker.Tell(PlannedEvent.Warning("FailedPreStopHook", $"PreStopHook failed: {problem}")));
    }
}
