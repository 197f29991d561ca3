using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Node.Folders;
using Argus.LocalCluster.Node.Machine;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Probes;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node;

/// <summary>What all pods of the node share.</summary>
internal sealed class NodeServices : IDisposable
{
    public NodeServices(NodeOptions options, MachineFacts machine, RecordEvent record, Action<V1Pod, PodState, bool> report, ILogger logger, TimeProvider time)
    {
        (Options, Machine, Record, Report, Logger, Time) = (options, machine, record, report, logger, time);
        Allocatable = machine.Capacity(options.MaxPods);
        Devices = new DeviceAllocator(machine);
        Memory = new MemoryWatch(options.MemoryCheckInterval, time);
        Starter = new ContainerStarter(options, machine, Poller, time);
        Prober = new Prober(time);
        Addresses = new PodAddresses(options.PodAddresses);
        Folders = new FolderRemover(time, logger);
    }

    public NodeOptions Options { get; }

    public MachineFacts Machine { get; }

    public RecordEvent Record { get; }

    /// <summary>Takes the state of a pod to the API server; true when nothing of it runs and it may be removed.</summary>
    public Action<V1Pod, PodState, bool> Report { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; }

    public Poller Poller { get; } = new();

    public IReadOnlyDictionary<string, ResourceQuantity> Allocatable { get; }

    public DeviceAllocator Devices { get; }

    public MemoryWatch Memory { get; }

    public ContainerStarter Starter { get; }

    public Prober Prober { get; }

    public PodAddresses Addresses { get; }

    public FolderRemover Folders { get; }

    public ObjectCache<V1ConfigMap> ConfigMaps { get; } = new();

    public ObjectCache<V1Secret> Secrets { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Folders.Dispose();
        Memory.Dispose();
        Prober.Dispose();
        Poller.Dispose();
    }
}
