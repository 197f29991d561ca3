using System.Collections.Concurrent;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Machine;
using Argus.LocalCluster.Node.Probes;
using Argus.LocalCluster.Node.Processes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>The processes of one pod. Called by its worker only.</summary>
internal sealed class PodContainers(NodeServices node, PodWorker worker)
{
    private readonly ConcurrentDictionary<string, RunningContainer> _running = new();

    public bool IsEmpty => _running.IsEmpty;

    public ICollection<string> Names => _running.Keys;

    /// <summary>From any thread.</summary>
    public RunningContainer? Find(string name) => _running.GetValueOrDefault(name);

    /// <summary>Takes on what an earlier process of ours had started.</summary>
    public void Restore()
    {
        foreach (var found in worker.State.Containers.Values.Where(state => state.Phase == ContainerPhase.Running))
        {
            // Whoever was stopping it is gone, and with him who would have killed it in the end.
            var state = found with { Stopping = false };
            worker.State = worker.State.With(state);
            if (Spec(state.Name) is not { } spec || state.Process is not { } process)
                continue;
            try
            {
                Run(node.Starter.Adopt(worker.Request(spec, state.Run, state.Devices), process), state);
            }
            catch (Exception error) when (error is StartException or ConfigException or IOException or UnauthorizedAccessException)
            {
                // What is needed to go on with it is gone: it is ended, and begins again or says why not.
                ContainerLauncher.KillAll(process, worker.Files.Run(state.Name, state.Run));
                worker.State = worker.State.With(state with { Phase = ContainerPhase.Exited, Terminated = Failed(state, 137, "Error", error.Message) });
            }
        }
    }

    public void Start(string name)
    {
        var spec = Spec(name)!;
        var before = worker.State.Container(name);
        var now = node.Time.GetUtcNow();
        try
        {
            var image = node.Starter.Image(spec);
            var devices = Devices(spec, before);
            var container = node.Starter.Start(worker.Request(spec, before.Run + 1, devices));
            worker.Tell(PlannedEvent.Normal("Pulled", $"Container image \"{spec.Image}\" already present on machine"));
            worker.Tell(PlannedEvent.Normal("Created", $"Created container: {name}"));
            var state = new ContainerState(name)
            {
                Phase = ContainerPhase.Running,
                Run = before.Run + 1,
                Process = container.Process,
                Program = image.Command[0],
                StartedAt = now,
                LastTerminated = before.Terminated ?? before.LastTerminated,
                BackOff = before.HasRun ? PodPlanner.Longer(before.BackOff) : TimeSpan.Zero,
                Devices = devices,
                Started = spec.StartupProbe is null,
                Ready = spec is { StartupProbe: null, ReadinessProbe: null },
            };
            worker.State = worker.State.With(state);
            worker.Tell(PlannedEvent.Normal("Started", $"Started container {name}"));
            Run(container, state);
            if (spec.Lifecycle?.PostStart is { } hook)
                _ = PostStartAsync(container, hook);
        }
        catch (StartException error)
        {
            Wait(before, error.Reason, error.Message, now);
        }
        catch (ConfigException error)
        {
            Wait(before, "CreateContainerConfigError", error.Message, now);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            worker.Tell(PlannedEvent.Warning("Failed", $"Error: failed to start container \"{name}\": {error.Message}"));
            worker.State = worker.State.With(before with
            {
                Phase = ContainerPhase.Exited,
                Run = before.Run + 1,
                StartedAt = now,
                LastTerminated = before.Terminated ?? before.LastTerminated,
                Terminated = Failed(before with { StartedAt = now, Run = before.Run + 1 }, 128, "StartError", error.Message),
                BackOff = before.HasRun ? PodPlanner.Longer(before.BackOff) : TimeSpan.Zero,
                RetryAt = null,
                Reason = null,
                Message = null,
            });
        }
    }

    /// <summary>Ends a container: its hook, SIGTERM, and SIGKILL when its time is over.</summary>
    public void Stop(string name, TimeSpan grace, string? note)
    {
        if (!_running.TryGetValue(name, out var container) || worker.State.Container(name).Stopping)
            return;
        worker.State = worker.State.With(worker.State.Container(name) with { Stopping = true, Ready = false });
        if (note is not null)
            worker.Tell(PlannedEvent.Normal("Killing", note));
        _ = new ContainerStop(node, worker, container).RunAsync(grace);
    }

    public void KillAll()
    {
        foreach (var container in _running.Values)
        {
            container.Killed = true;
            ContainerLauncher.KillAll(container.Process, container.Launch.RunDirectory);
        }
    }

    /// <summary>Lets go of what still runs.</summary>
    public void Close()
    {
        foreach (var container in _running.Values)
            container.Dispose();
        _running.Clear();
    }

    private V1Container? Spec(string name) =>
        (worker.Pod.Spec?.Containers ?? []).Concat(worker.Pod.Spec?.InitContainers ?? []).FirstOrDefault(container => container.Name == name);

    private string Holder(string name) => $"{worker.Uid}/{name}";

    private IReadOnlyList<int> Devices(V1Container spec, ContainerState before)
    {
        foreach (string resource in (ReadOnlySpan<string>)[DeviceAllocator.Nvidia, DeviceAllocator.Amd])
        {
            if (ContainerStarter.Limit(spec, resource) is { Units: > 0 } count)
                return node.Devices.Take(Holder(spec.Name), resource, (int)count.Units, before.Devices)
                    ?? throw new StartException("CreateContainerError", $"fewer than {count.Units} free {resource} on this machine");
        }

        return [];
    }

    private void Run(RunningContainer container, ContainerState state)
    {
        string name = container.Spec.Name;
        _running[name] = container;
        int fd = LibC.OpenProcess(container.Process.Pid);
        if (fd < 0 || !container.Process.IsAlive)
        {
            if (fd >= 0)
                LibC.Close(fd);
            worker.Post(() => Exited(container));
            return;
        }

        node.Poller.Watch(fd, () =>
        {
            worker.Post(() => Exited(container));
            return false;
        });
        if (ContainerStarter.Limit(container.Spec, "memory") is { Units: > 0 } limit)
            node.Memory.Watch(container.Process.Pid, limit.Units, () => OutOfMemory(container), container.Ended);
        var probes = new ContainerProbes(node, worker, this, container);
        probes.Start(state.Started);
    }

    private static void OutOfMemory(RunningContainer container)
    {
        container.OutOfMemory = true;
        ContainerLauncher.KillAll(container.Process, container.Launch.RunDirectory);
    }

    private void Exited(RunningContainer container)
    {
        string name = container.Spec.Name;
        if (!_running.TryRemove(KeyValuePair.Create(name, container)))
            return;
        // Whatever the main process left behind goes with it.
        ContainerLauncher.KillMarked(container.Launch.RunDirectory);
        container.Dispose();
        var state = worker.State.Container(name);
        worker.State = worker.State.With(state with
        {
            Phase = ContainerPhase.Exited,
            Terminated = ContainerExits.Of(container, state, worker.Uid, node.Time.GetUtcNow()),
            Stopping = false,
            Started = false,
            Ready = false,
            Process = null,
        });
        node.Devices.Release(Holder(name));
        if (container.Run >= 2)
            node.Folders.Remove(worker.Files.Run(name, container.Run - 2));
    }

    private void Wait(ContainerState before, string reason, string message, DateTimeOffset now)
    {
        bool isImage = reason == "ErrImagePull";
        bool isRepeated = isImage && before.Reason is "ErrImagePull" or "ImagePullBackOff";
        if (isRepeated)
            (reason, message) = ("ImagePullBackOff", $"Back-off pulling image: {message}");
        if (before.Reason != reason || before.Message != message)
            worker.Tell(reason == "ImagePullBackOff" ? PlannedEvent.Normal("BackOff", message) : PlannedEvent.Warning("Failed", $"Error: {message}"));
        worker.State = worker.State.With(before with
        {
            Phase = ContainerPhase.Waiting,
            Reason = reason,
            Message = message,
            RetryAt = now + (isRepeated ? PodPlanner.LongestBackOff : PodPlanner.FirstBackOff),
        });
    }

    private V1ContainerStateTerminated Failed(ContainerState state, int code, string reason, string message) => new()
    {
        ExitCode = code,
        Reason = reason,
        Message = message,
        StartedAt = state.StartedAt,
        FinishedAt = node.Time.GetUtcNow(),
        ContainerID = $"argus://{worker.Uid}/{state.Name}/{state.Run}",
    };

    private async Task PostStartAsync(RunningContainer container, V1LifecycleHandler hook)
    {
        try
        {
            var result = await node.Prober.RunAsync(hook, container, container.Ended);
            if (result.Success)
                return;
            worker.Post(() =>
            {
                worker.Tell(PlannedEvent.Warning("FailedPostStartHook", $"PostStartHook failed: {result.Output}"));
                Stop(container.Spec.Name, Seconds.Wait(worker.Pod.Spec?.TerminationGracePeriodSeconds ?? 30), "FailedPostStartHook");
            });
        }
        catch (OperationCanceledException)
        {
            // The container ended first.
        }
    }
}
