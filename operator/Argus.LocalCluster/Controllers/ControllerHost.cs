using Argus.Kube.Client;
using Argus.LocalCluster.Controllers.Budgets;
using Argus.LocalCluster.Controllers.CronJobs;
using Argus.LocalCluster.Controllers.Deployments;
using Argus.LocalCluster.Controllers.Endpoints;
using Argus.LocalCluster.Controllers.Jobs;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.ReplicaSets;
using Argus.LocalCluster.Controllers.Scheduling;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers;

/// <summary>Runs all controllers against an API server, from the time that everything they look at has been read.</summary>
internal sealed partial class ControllerHost(Func<CancellationToken, Task<KubernetesClient>> connect, ControllerOptions options, TimeProvider time, ILogger<ControllerHost> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = await connect(stoppingToken);
        var caches = new ClusterCaches();
        var events = new EventRecorders(client, Environment.MachineName, LogLost, stoppingToken);
        IController[] controllers =
        [
            new DeploymentController(client, caches, events.Record, time),
            new ReplicaSetController(client, caches, events.Record, time),
            new CronJobController(client, caches, events.Record, time),
            new JobController(client, caches, events.Record, time),
            new Scheduler(client, caches, events.Record, time),
            new EndpointSliceController(client, caches, time),
            new BudgetController(client, caches, time),
        ];
        try
        {
            var mirrors = Mirrors(client, caches, stoppingToken, out var synced);
            await synced;
            var loops = controllers.Select(controller => new ControllerLoop(controller, logger).RunAsync(options.Workers, stoppingToken));
            await Task.WhenAll([.. mirrors, .. loops]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await events.DrainAsync();
        }
        finally
        {
            foreach (var controller in controllers)
                controller.Queue.Dispose();
        }
    }

    private Task[] Mirrors(KubernetesClient client, ClusterCaches caches, CancellationToken stopping, out Task synced)
    {
        var deployments = new Mirror<Kube.Api.Apps.V1Deployment>(client, caches.Deployments, Trimming.Trim, null, LogAway);
        var sets = new Mirror<Kube.Api.Apps.V1ReplicaSet>(client, caches.ReplicaSets, Trimming.Trim, null, LogAway);
        var crons = new Mirror<Kube.Api.Batch.V1CronJob>(client, caches.CronJobs, Trimming.Trim, null, LogAway);
        var jobs = new Mirror<Kube.Api.Batch.V1Job>(client, caches.Jobs, Trimming.Trim, null, LogAway);
        var pods = new Mirror<Kube.Api.Core.V1Pod>(client, caches.Pods, Trimming.Trim, null, LogAway);
        var nodes = new Mirror<Kube.Api.Core.V1Node>(client, caches.Nodes, Trimming.Trim, null, LogAway);
        var services = new Mirror<Kube.Api.Core.V1Service>(client, caches.Services, Trimming.Trim, null, LogAway);
        var slices = new Mirror<Kube.Api.Discovery.V1EndpointSlice>(client, caches.EndpointSlices, Trimming.Trim, null, LogAway);
        var budgets = new Mirror<Kube.Api.Policy.V1PodDisruptionBudget>(client, caches.Budgets, Trimming.Trim, null, LogAway);
        Task[] running =
        [
            deployments.RunAsync(stopping), sets.RunAsync(stopping), pods.RunAsync(stopping), nodes.RunAsync(stopping),
            services.RunAsync(stopping), slices.RunAsync(stopping), budgets.RunAsync(stopping), crons.RunAsync(stopping), jobs.RunAsync(stopping),
        ];
        // A controller that began on half of the world would make what is there already.
        synced = Task.WhenAll(
            deployments.WaitForSyncAsync(stopping), sets.WaitForSyncAsync(stopping), pods.WaitForSyncAsync(stopping), nodes.WaitForSyncAsync(stopping),
            services.WaitForSyncAsync(stopping), slices.WaitForSyncAsync(stopping), budgets.WaitForSyncAsync(stopping), crons.WaitForSyncAsync(stopping), jobs.WaitForSyncAsync(stopping));
        return running;
    }

    private void LogAway(Exception error, TimeSpan wait) => LogAway(error.Message, wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading from the API server failed, trying again in {Wait}: {Problem}")]
    private partial void LogAway(string problem, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Problem}")]
    private partial void LogLost(string problem);
}
