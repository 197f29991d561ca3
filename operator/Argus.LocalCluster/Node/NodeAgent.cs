using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Client;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Node.Machine;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Services;

namespace Argus.LocalCluster.Node;

/// <summary>Makes this machine a node: registers it, keeps it alive, and runs the pods that are bound to it.</summary>
internal sealed partial class NodeAgent(Func<CancellationToken, Task<KubernetesClient>> connect, NodeOptions options, NodePodLogs logs, TimeProvider time, ILogger<NodeAgent> logger) : BackgroundService
{
    /// <summary>Address of the node itself.</summary>
    public const string HostAddress = "127.0.0.1";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(options.DataDirectory);
        using var client = await connect(stoppingToken);
        var machine = MachineFacts.Read(options.DataDirectory);
        var events = new EventRecorders(client, options.NodeName, LogLost, stoppingToken);
        var pods = new ObjectCache<V1Pod>();
        var reporter = new PodReporter(client, pods, time);
        using var services = new NodeServices(options, machine, events.Record, reporter.Report, logger, time);
        var workers = new PodWorkers(services, reporter.Forget);
        logs.Workers = workers;
        try
        {
            await RunAsync(client, services, workers, pods, reporter, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Pods end with the cluster.
        }
        finally
        {
            logs.Workers = null;
            await workers.ShutdownAsync(options.ShutdownGrace);
            await events.DrainAsync();
        }
    }

    private async Task RunAsync(KubernetesClient client, NodeServices services, PodWorkers workers, ObjectCache<V1Pod> pods, PodReporter reporter, CancellationToken stopping)
    {
        var maps = new Mirror<V1ConfigMap>(client, services.ConfigMaps, Trimming.Trim, null, LogAway);
        var secrets = new Mirror<V1Secret>(client, services.Secrets, Trimming.Trim, null, LogAway);
        var mine = new Mirror<V1Pod>(client, pods, Trimming.Trim, $"spec.nodeName={options.NodeName}", LogAway);
        var (reached, slices) = (new ObjectCache<V1Service>(), new ObjectCache<V1EndpointSlice>());
        using var forwarder = new ServiceForwarder(reached, slices, logger, time);
        var forwards = Task.WhenAll(
            new Mirror<V1Service>(client, reached, Trimming.Trim, null, LogAway).RunAsync(stopping),
            new Mirror<V1EndpointSlice>(client, slices, Trimming.Trim, null, LogAway).RunAsync(stopping));
        var heart = new NodeHeart(client, options, services.Machine, time, logger);
        var configs = Task.WhenAll(maps.RunAsync(stopping), secrets.RunAsync(stopping));
        // Pods whose ConfigMaps have not been read yet would seem to lack them.
        await Task.WhenAll(maps.WaitForSyncAsync(stopping), secrets.WaitForSyncAsync(stopping));
        services.ConfigMaps.Changed += (before, after) => workers.Refresh((after ?? before)!.Metadata.Namespace, PodReferences.ToConfigMap((after ?? before)!.Metadata.Name!));
        services.Secrets.Changed += (before, after) => workers.Refresh((after ?? before)!.Metadata.Namespace, PodReferences.ToSecret((after ?? before)!.Metadata.Name!));
        pods.Changed += workers.Observe;
        var watch = mine.RunAsync(stopping);
        await mine.WaitForSyncAsync(stopping);
        workers.Sweep();
        await Task.WhenAll(configs, watch, forwards, heart.RunAsync(stopping), new ControllerLoop(reporter, logger).RunAsync(2, stopping));
    }

    private void LogAway(Exception error, TimeSpan wait) => LogAway(error.Message, wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading from the API server failed, trying again in {Wait}: {Problem}")]
    private partial void LogAway(string problem, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Problem}")]
    private partial void LogLost(string problem);
}
