using System.Collections.Concurrent;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Node.Machine;
using Argus.LocalCluster.Node.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.LocalCluster.Tests.Node;

/// <summary>A node without an API server: pods are given to it, and what it reports is waited for.</summary>
internal sealed class NodeHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Met)> _waiting = [];
    private readonly ConcurrentDictionary<string, (V1Pod Pod, PodState State, bool IsOver)> _reports = new();
    private readonly bool _keep;

    public NodeHarness(TimeProvider? time = null, string? directory = null, Func<NodeOptions, NodeOptions>? configure = null, MachineFacts? machine = null)
    {
        _keep = directory is not null;
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("argus-node-").FullName;
        var options = new NodeOptions
        {
            NodeName = "n",
            DataDirectory = Directory,
            Images = [new ImageCommand("*/script", ["/bin/sh", "-c"])],
            MemoryCheckInterval = TimeSpan.FromMilliseconds(100),
        };
        options = configure?.Invoke(options) ?? options;
        Time = time ?? TimeProvider.System;
        Services = new NodeServices(options, machine ?? new MachineFacts(2, 8L << 30, 1L << 40, [], 0), Record, Report, NullLogger.Instance, Time);
        Workers = new PodWorkers(Services, (_, _) => { });
    }

    public TimeProvider Time { get; }

    public string Directory { get; }

    public NodeServices Services { get; }

    public PodWorkers Workers { get; }

    public ConcurrentQueue<PlannedEvent> Events { get; } = new();

    public static V1Pod Script(string name, string script, Func<V1Container, V1Container>? change = null, Func<V1PodSpec, V1PodSpec>? spec = null)
    {
        var container = new V1Container { Name = "c", Image = "registry.example/script:1", Args = [script] };
        var pod = new V1PodSpec { NodeName = "n", RestartPolicy = "Always", TerminationGracePeriodSeconds = 30, Containers = [change?.Invoke(container) ?? container] };
        return new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = name, Namespace = "ns", Uid = $"{name}-{Guid.NewGuid():N}", Labels = new Dictionary<string, string> { ["app"] = "web" } },
            Spec = spec?.Invoke(pod) ?? pod,
        };
    }

    public void Run(V1Pod pod) => Workers.Observe(null, pod);

    public V1Pod Delete(V1Pod pod, long grace = 30)
    {
        var deleted = pod with { Metadata = pod.Metadata with { DeletionTimestamp = Time.GetUtcNow().AddSeconds(grace), DeletionGracePeriodSeconds = grace } };
        Workers.Observe(pod, deleted);
        return deleted;
    }

    public V1PodStatus Status(V1Pod pod)
    {
        var report = _reports[pod.Metadata.Uid!];
        return PodStatusBuilder.Build(report.Pod, report.State, NodeAgent.HostAddress, Time.GetUtcNow());
    }

    public ContainerState Container(V1Pod pod, string name = "c") => _reports[pod.Metadata.Uid!].State.Container(name);

    public Task UntilAsync(V1Pod pod, Func<ContainerState, bool> holds, string name = "c") =>
        UntilAsync(() => _reports.TryGetValue(pod.Metadata.Uid!, out var report) && holds(report.State.Container(name)), () => Describe(pod));

    public Task UntilOverAsync(V1Pod pod) => UntilAsync(() => _reports.TryGetValue(pod.Metadata.Uid!, out var report) && report.IsOver, () => Describe(pod));

    public Task UntilEventAsync(Func<PlannedEvent, bool> holds) => UntilAsync(() => Events.Any(holds), () => string.Join('\n', Events));

    /// <summary>The lines of the log of a run, once they satisfy.</summary>
    public async Task<string[]> LogAsync(V1Pod pod, Func<string[], bool> holds, int run = 0)
    {
        string path = Path.Combine(PodFiles.Of(Directory, pod.Metadata.Uid!).Run("c", run), "log");
        var log = Workers.Find(pod.Metadata.Uid!)?.Running("c")?.Log;
        while (true)
        {
            var more = log?.MoreAsync() ?? Task.CompletedTask;
            string[] lines = File.Exists(path) ? [.. (await ReadAsync(path)).Select(line => line[(line.IndexOf(' ') + 1)..])] : [];
            if (holds(lines))
                return lines;
            Assert.False(more.IsCompleted && log?.IsEnded != false, $"the log ended with: {string.Join('|', lines)}");
            await more.WaitAsync(Patience);
        }
    }

    /// <summary>As if this process had been killed: its containers go on, and nobody looks after them.</summary>
    public void Abandon() => Services.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (Time is FakeTimeProvider)
        {
            var workers = _reports.Values.Select(report => Workers.Find(report.Pod.Metadata.Uid!)).OfType<PodWorker>().ToList();
            foreach (var worker in workers)
                Workers.Observe(worker.Pod, null);
            await Task.WhenAll(workers.Select(worker => worker.Completion)).WaitAsync(Patience);
        }
        else
        {
            await Workers.ShutdownAsync(TimeSpan.FromSeconds(1));
        }

        LocalCluster.Node.Processes.ContainerLauncher.KillMarked(Directory + "/");
        if (!_keep)
            System.IO.Directory.Delete(Directory, recursive: true);
        Services.Dispose();
    }

    private static async Task<string[]> ReadAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Describe(V1Pod pod) =>
        _reports.TryGetValue(pod.Metadata.Uid!, out var report) ? string.Join('\n', report.State.Containers.Values) + "\n" + string.Join('\n', Events) : "nothing was reported";

    private async Task UntilAsync(Func<bool> holds, Func<string> describe)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (holds())
                return;
            _waiting.Add((holds, met));
        }

        try
        {
            await met.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail("It did not come: " + describe());
        }
    }

    private void Record(IKubernetesObject regarding, string controller, string action, PlannedEvent told)
    {
        Events.Enqueue(told);
        Look();
    }

    private void Report(V1Pod pod, PodState state, bool isOver)
    {
        _reports[pod.Metadata.Uid!] = (pod, state, isOver);
        Look();
    }

    private void Look()
    {
        lock (_lock)
        {
            foreach (var (_, met) in _waiting.Where(entry => entry.Holds()).ToList())
                met.TrySetResult();
            _waiting.RemoveAll(entry => entry.Met.Task.IsCompleted);
        }
    }
}
