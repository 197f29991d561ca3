using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Writes a pod's status from what is known of it.</summary>
internal static class PodStatusBuilder
{
    private const string Own = "Initialized ContainersReady Ready";

    public static V1PodStatus Build(V1Pod pod, PodState state, string hostAddress, DateTimeOffset now)
    {
        string phase = PodPhases.Of(pod, state);
        bool isOver = phase is "Succeeded" or "Failed";
        var spec = pod.Spec!;
        return (pod.Status ?? new()) with
        {
            Phase = phase,
            HostIP = hostAddress,
            HostIPs = [new V1HostIP { Ip = hostAddress }],
            PodIP = state.HasAddress ? state.Address : null,
            PodIPs = state.HasAddress ? [new V1PodIP { Ip = state.Address }] : null,
            StartTime = state.StartTime,
            QosClass = pod.Status?.QosClass ?? PodPhases.QosClass(spec),
            Conditions = Conditions(pod, state, isOver ? phase : null, now),
            InitContainerStatuses = spec.InitContainers is { Count: > 0 } inits ? [.. inits.Select(container => Status(container, state, isInit: true, hasInit: true))] : null,
            ContainerStatuses = [.. (spec.Containers ?? []).Select(container => Status(container, state, isInit: false, spec.InitContainers is { Count: > 0 }))],
        };
    }

    private static List<V1PodCondition> Conditions(V1Pod pod, PodState state, string? over, DateTimeOffset now)
    {
        var spec = pod.Spec!;
        var waiting = (spec.InitContainers ?? []).Where(init => !IsInitialized(init, state.Container(init.Name))).Select(init => init.Name).ToList();
        var unready = (spec.Containers ?? []).Where(container => !IsReady(state.Container(container.Name))).Select(container => container.Name).ToList();
        var gates = (spec.ReadinessGates ?? []).Select(gate => gate.ConditionType)
            .Where(type => pod.Status?.Conditions?.Any(condition => condition.Type == type && condition.Status == "True") != true)
            .ToList();

        var initialized = waiting.Count == 0 ? ((string, string)?)null : ("ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', waiting)}]");
        var containers = over == "Succeeded" ? ("PodCompleted", "")
            : over == "Failed" ? ("PodFailed", "")
            : unready.Count > 0 ? ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]")
            : ((string, string)?)null;
        var ready = containers ?? (gates.Count > 0 ? ("ReadinessGatesNotReady", $"conditions not true: [{string.Join(' ', gates)}]") : null);

        var old = pod.Status?.Conditions ?? [];
        return
        [
            old.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "True" }) ?? Condition(old, "PodScheduled", null, now),
            Condition(old, "Initialized", initialized, now),
            Condition(old, "ContainersReady", containers, now),
            Condition(old, "Ready", ready, now),
            .. old.Where(condition => condition.Type != "PodScheduled" && !Own.Split(' ').Contains(condition.Type)),
        ];
    }

    private static V1PodCondition Condition(IReadOnlyList<V1PodCondition> old, string type, (string Reason, string Message)? problem, DateTimeOffset now)
    {
        string status = problem is null ? "True" : "False";
        var before = old.FirstOrDefault(condition => condition.Type == type);
        return new V1PodCondition
        {
            Type = type,
            Status = status,
            Reason = problem?.Reason,
            Message = problem is { Message.Length: > 0 } told ? told.Message : null,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : now,
        };
    }

    private static bool IsReady(ContainerState container) => container is { Phase: ContainerPhase.Running, Started: true, Ready: true };

    private static bool IsInitialized(V1Container init, ContainerState container) =>
        init.RestartPolicy == "Always" ? container.HasRun : container.Succeeded;

    private static V1ContainerStatus Status(V1Container container, PodState pod, bool isInit, bool hasInit)
    {
        var state = pod.Container(container.Name);
        return new V1ContainerStatus
        {
            Name = container.Name,
            Image = container.Image ?? "",
            ImageID = state.Program is null ? "" : $"file://{state.Program}",
            ContainerID = state.HasRun ? $"argus://{pod.Uid}/{container.Name}/{state.Run}" : null,
            Ready = isInit && container.RestartPolicy != "Always" ? state.Succeeded : IsReady(state),
            RestartCount = Math.Max(state.Run, 0),
            Started = state.Phase == ContainerPhase.Running && state.Started,
            State = State(state, hasInit),
            LastState = new V1ContainerState { Terminated = state.Phase == ContainerPhase.Waiting && state.Terminated is not null ? state.Terminated : state.LastTerminated },
        };
    }

    private static V1ContainerState State(ContainerState state, bool hasInit) => state.Phase switch
    {
        ContainerPhase.Running => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = state.StartedAt } },
        ContainerPhase.Exited => new V1ContainerState { Terminated = state.Terminated },
        _ => new V1ContainerState
        {
            Waiting = new V1ContainerStateWaiting { Reason = state.Reason ?? (hasInit ? "PodInitializing" : "ContainerCreating"), Message = state.Message },
        },
    };
}
