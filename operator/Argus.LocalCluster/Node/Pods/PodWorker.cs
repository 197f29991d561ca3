using System.Threading.Channels;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Volumes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Runs one pod. All that happens to it is handled one after the other: news comes by mail, then the next step is planned and taken.</summary>
internal sealed partial class PodWorker
{
    private static readonly TimeSpan VolumeRetry = TimeSpan.FromSeconds(30);

    // One that a device holds up may never die.
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(10);

    private readonly NodeServices _node;
    private readonly PodFiles _files;
    private readonly Channel<Action> _mail = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ITimer _timer;
    private readonly PodContainers _containers;
    private V1Pod _pod;
    private PodState _state;
    private PodState? _saved;
    private string? _volumeProblem;
    private bool _closing;
    private bool _remove;

    public PodWorker(NodeServices node, V1Pod pod)
    {
        (_node, _pod) = (node, pod);
        _files = PodFiles.Of(node.Options.DataDirectory, pod.Metadata.Uid!);
        _files.Create();
        var loaded = _files.Load();
        string address = node.Addresses.Take(loaded?.Address);
        _state = (loaded ?? new PodState { Uid = pod.Metadata.Uid!, Namespace = pod.Metadata.Namespace!, Name = pod.Metadata.Name!, Address = address }) with { Address = address };
        _containers = new PodContainers(node, this);
        _timer = node.Time.CreateTimer(_ => Post(() => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Completion = Task.Run(RunAsync);
    }

    /// <summary>Ends when nothing of the pod runs any more and the worker was told to end.</summary>
    public Task Completion { get; }

    public string Uid => _state.Uid;

    public V1Pod Pod => _pod;

    public PodFiles Files => _files;

    internal PodState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>The pod changed.</summary>
    public void Update(V1Pod pod) => Post(() => _pod = pod);

    /// <summary>A ConfigMap or Secret changed.</summary>
    public void Refresh() => Post(() =>
    {
        _volumeProblem = null;
        _state = _state with { Prepared = false };
        foreach (var container in _state.Containers.Values.Where(container => container is { Phase: ContainerPhase.Waiting, Reason: "CreateContainerConfigError" }))
            _state = _state.With(container with { RetryAt = null });
    });

    /// <summary>The pod is gone from the API: kills what runs and removes its files.</summary>
    public void Remove() => Post(() =>
    {
        _remove = _closing = true;
        _containers.KillAll();
    });

    /// <summary>Ends all containers within the time; the pod begins again when its node does.</summary>
    public void Shutdown(TimeSpan grace) => Post(() =>
    {
        _closing = true;
        foreach (string name in _containers.Names)
            _containers.Stop(name, grace < Grace ? grace : Grace, null);
    });

    /// <summary>The log of a container that runs in this run.</summary>
    public RunningContainer? Running(string container) => _containers.Find(container);

    internal void Post(Action news) => _mail.Writer.TryWrite(news);

    internal StartRequest Request(V1Container container, int run, IReadOnlyList<int> devices)
    {
        var fields = new DownwardFields(_pod, _state.Address, NodeAgent.HostAddress, _node.Allocatable);
        var objects = Objects();
        return new StartRequest(_pod, container, _files, _state.Address, run)
        {
            Fields = fields,
            Objects = objects,
            Volumes = Volumes(fields, objects),
            Devices = devices,
        };
    }

    internal void Tell(PlannedEvent told) => _node.Record(_pod, "kubelet", "Running", told);

    private TimeSpan Grace => Seconds.Wait(_pod.Metadata.DeletionGracePeriodSeconds ?? _pod.Spec?.TerminationGracePeriodSeconds ?? 30);

    private async Task RunAsync()
    {
        try
        {
            _containers.Restore();
            Step();
            while (!IsDone && await _mail.Reader.WaitToReadAsync())
            {
                while (_mail.Reader.TryRead(out var news))
                    news();
                Step();
            }
        }
        catch (Exception error)
        {
            LogBroken(error, ObjectKey.Of(_pod));
            throw;
        }
        finally
        {
            await CloseAsync();
        }
    }

    private bool IsDone => _closing && _containers.IsEmpty;

    private async Task CloseAsync()
    {
        _mail.Writer.TryComplete();
        _timer.Dispose();
        _containers.Close();
        if (!_remove)
            return;
        // A killed process lives until its turn on a processor comes, and may just have begun another; both take as long as the machine takes.
        long begin = TimeProvider.System.GetTimestamp();
        while (Processes.ContainerLauncher.KillMarked(_files.Root) && TimeProvider.System.GetElapsedTime(begin) < LongestDeath)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        _node.Folders.Remove(_files.Root);
        _node.Addresses.Release(_state.Address);
    }

    private void Step()
    {
        if (_closing)
        {
            Save();
            return;
        }

        _state = _state with { StartTime = _state.StartTime ?? _node.Time.GetUtcNow() };
        bool deleting = _pod.Metadata.DeletionTimestamp is not null;
        if (!deleting && !_state.Prepared)
            PrepareVolumes();
        PodPlan plan;
        do
        {
            plan = PodPlanner.Compute(_pod, _state, _node.Time.GetUtcNow());
            _state = plan.State;
            foreach (string name in plan.Stop)
                _containers.Stop(name, Remaining(deleting), $"Stopping container {name}");
            if (!deleting && _volumeProblem is not null)
                break;
            foreach (string name in plan.Start)
                _containers.Start(name);
        }
        while (plan.Start.Count > 0);

        Save();
        // Before the report: whoever reads of a wait may count on it having begun.
        if ((_volumeProblem is null ? plan.LookAgain : VolumeRetry) is { } next)
            _timer.Change(next, Timeout.InfiniteTimeSpan);
        _node.Report(_pod, _state, plan.IsOver);
    }

    // After a restart of this process, what is left of the time that the pod was given.
    private TimeSpan Remaining(bool deleting)
    {
        var full = Grace;
        if (!deleting || _pod.Metadata.DeletionTimestamp is not { } end)
            return full;
        var left = end - _node.Time.GetUtcNow();
        return left > full ? full : left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void PrepareVolumes()
    {
        try
        {
            var objects = Objects();
            Volumes(new DownwardFields(_pod, _state.Address, NodeAgent.HostAddress, _node.Allocatable), objects).Prepare();
            _state = _state with { Prepared = true };
            _volumeProblem = null;
        }
        catch (ConfigException problem)
        {
            if (_volumeProblem != problem.Message)
                Tell(PlannedEvent.Warning("FailedMount", problem.Message));
            _volumeProblem = problem.Message;
        }
    }

    private PodVolumes Volumes(DownwardFields fields, ObjectLookup objects) =>
        new(_node.Options, _pod, _files.Root, new VolumeContents(fields, objects, _node.Options.ServiceAccountToken));

    private ObjectLookup Objects() => new(
        name => _node.ConfigMaps.Find(new ObjectKey(_state.Namespace, name)),
        name => _node.Secrets.Find(new ObjectKey(_state.Namespace, name)));

    private void Save()
    {
        if (_remove || ReferenceEquals(_saved, _state))
            return;
        try
        {
            _files.Save(_state);
            _saved = _state;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The pod goes on; the next step tries again. Killed before that, this process would find an older state.
            LogUnsaved(_node.Logger, ObjectKey.Of(_pod), error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of pod {Pod} could not be written to disk: {Problem}")]
    private static partial void LogUnsaved(ILogger logger, ObjectKey pod, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker of pod {Pod} broke down")]
    private static partial void LogBroken(ILogger logger, Exception error, ObjectKey pod);

    private void LogBroken(Exception error, ObjectKey pod) => LogBroken(_node.Logger, error, pod);
}
