using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Which containers of a pod have to start and to end.</summary>
internal sealed class PodPlanner
{
    /// <summary>Waits before the second restart; the first is at once, as everywhere.</summary>
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>A container that ran so long begins anew with its back-off.</summary>
    public static readonly TimeSpan BackOffReset = TimeSpan.FromMinutes(10);

    private readonly V1Pod _pod;
    private readonly DateTimeOffset _now;
    private readonly List<string> _start = [];
    private PodState _state;
    private TimeSpan? _lookAgain;

    private PodPlanner(V1Pod pod, PodState state, DateTimeOffset now) => (_pod, _state, _now) = (pod, state, now);

    public static PodPlan Compute(V1Pod pod, PodState state, DateTimeOffset now)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
            return Ending(state);
        if (PodPhases.IsOver(pod, state))
            // Sidecars have nobody left to serve.
            return new PodPlan([], Running(state), state, IsOver: false, null);
        var planner = new PodPlanner(pod, state, now);
        if (planner.Initialize())
            planner.Main();
        return new PodPlan(planner._start, [], planner._state, IsOver: false, planner._lookAgain);
    }

    /// <summary>How long the restart after the next one waits.</summary>
    public static TimeSpan Longer(TimeSpan backOff) =>
        backOff == TimeSpan.Zero ? FirstBackOff : backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;

    private static PodPlan Ending(PodState state) =>
        new([], Running(state), state, state.Containers.Values.All(container => container.Phase != ContainerPhase.Running), null);

    private static List<string> Running(PodState state) =>
        [.. state.Containers.Values.Where(container => container is { Phase: ContainerPhase.Running, Stopping: false }).Select(container => container.Name)];

    // One after the other; true when the main containers may start.
    private bool Initialize()
    {
        foreach (var container in _pod.Spec?.InitContainers ?? [])
        {
            var state = _state.Container(container.Name);
            bool isSidecar = container.RestartPolicy == "Always";
            if (isSidecar ? state is { Phase: ContainerPhase.Running, Started: true } : state.Succeeded)
                continue;
            if (state.Phase != ContainerPhase.Running)
                Begin(container, state, isSidecar || _pod.Spec!.RestartPolicy != "Never");
            // A sidecar that failed later holds up nothing that runs already.
            if (!isSidecar || !MainHasRun())
                return false;
        }

        return true;
    }

    private void Main()
    {
        foreach (var container in _pod.Spec?.Containers ?? [])
        {
            var state = _state.Container(container.Name);
            if (state.Phase != ContainerPhase.Running)
                Begin(container, state, PodPhases.Restarts(_pod, state));
        }
    }

    private bool MainHasRun() => (_pod.Spec?.Containers ?? []).Any(container => _state.Container(container.Name).HasRun);

    private void Begin(V1Container container, ContainerState state, bool mayRestart)
    {
        if (state.Phase == ContainerPhase.Exited && !mayRestart)
            return;
        if (state.RetryAt is { } retry && Left(retry) is var left && left > TimeSpan.Zero)
        {
            Look(left);
            return;
        }

        if (state.Phase == ContainerPhase.Waiting && state.RetryAt is null && state.Terminated is null)
        {
            _start.Add(container.Name);
            return;
        }

        if (state.Phase == ContainerPhase.Exited)
        {
            state = Backed(state);
            _state = _state.With(state);
            var due = state.Terminated!.FinishedAt!.Value + state.BackOff;
            if (state.BackOff > TimeSpan.Zero && Left(due) is var remaining && remaining > TimeSpan.Zero)
            {
                string wait = PodTexts.Duration(state.BackOff);
                _state = _state.With(state with
                {
                    Phase = ContainerPhase.Waiting,
                    Reason = "CrashLoopBackOff",
                    Message = $"back-off {wait} restarting failed container={container.Name} pod={_pod.Metadata.Name}_{_pod.Metadata.Namespace}({_pod.Metadata.Uid})",
                    RetryAt = due,
                });
                Look(remaining);
                return;
            }
        }

        _start.Add(container.Name);
    }

    // A clock that was set back would make a moment wait for hours: what is further away than any back-off is due.
    private TimeSpan Left(DateTimeOffset due) => due - _now is var left && left <= LongestBackOff ? left : TimeSpan.Zero;

    private static ContainerState Backed(ContainerState state) =>
        state.Terminated!.FinishedAt - state.StartedAt >= BackOffReset ? state with { BackOff = TimeSpan.Zero } : state;

    private void Look(TimeSpan after) => _lookAgain = _lookAgain is null || after < _lookAgain ? after : _lookAgain;
}
