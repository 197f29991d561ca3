using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.Routing;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Client;
using Argus.Kube.Watch;

namespace Argus.Gateway.Cluster;

/// <summary>Keeps the routes what the cluster says. While its API server is away, or a table cannot be made, the last good one stays.</summary>
internal sealed class RouteSource : BackgroundService
{
    private readonly List<Reflector<ModelDeployment>> _deployments = [];
    private readonly List<Reflector<V1EndpointSlice>> _slices = [];
    private readonly List<Reflector<V1EndpointSlice>> _services = [];
    private readonly LiveRoutes _live;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<RouteSource> _log;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private (int Deployments, int Routes, int Pods) _told = (-1, 0, 0);

    public RouteSource(KubernetesClient client, GatewayOptions options, LiveRoutes live, IHostApplicationLifetime lifetime, ILogger<RouteSource> log)
    {
        (_live, _lifetime, _log) = (live, lifetime, log);
        IEnumerable<string?> namespaces = options.Namespaces.IsEmpty ? (string?[])[null] : options.Namespaces;
        foreach (string? ns in namespaces)
        {
            _deployments.Add(new(client, new() { Namespace = ns, Trim = Trim, OnChange = _ => Signal(), OnFailure = Failed<ModelDeployment> }));
            _slices.Add(new(client, new()
            {
                Namespace = ns,
                LabelSelector = BackendReader.DeploymentLabel,
                GroupBy = OwnerOf,
                Trim = Trim,
                OnChange = _ => Signal(),
                OnFailure = Failed<V1EndpointSlice>,
            }));
        }

        // Only beside the gateway: who may make Services elsewhere must not take over the jobs of all.
        if (options.Namespace is { } own)
            _services.Add(new(client, new() { Namespace = own, LabelSelector = BackendReader.ServesLabel, Trim = Trim, OnChange = _ => Signal(), OnFailure = Failed<V1EndpointSlice> }));
    }

    /// <summary>Whether the cluster has been read once.</summary>
    public bool IsSynced { get; private set; }

    /// <summary>Every ModelDeployment, newest state.</summary>
    public IEnumerable<ModelDeployment> Deployments => _deployments.SelectMany(r => r.Snapshot.Objects.Values);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        List<Task> parts = [.. _deployments.Select(r => r.RunAsync(ending.Token)), .. _slices.Concat(_services).Select(r => r.RunAsync(ending.Token)), FollowAsync(ending.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to end.
        }
        catch (Exception e)
        {
            Log.Crashed(_log, e);
            Environment.ExitCode = 1;
        }

        // Without mirrors the routes would grow old unnoticed: it is better to be started anew.
        if (!stoppingToken.IsCancellationRequested)
            _lifetime.StopApplication();
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        await Task.WhenAll([.. _deployments.Select(r => r.WaitForSyncAsync(cancel)), .. _slices.Concat(_services).Select(r => r.WaitForSyncAsync(cancel))]);
        while (true)
        {
            Replace();
            IsSynced = true;
            await _changed.WaitAsync(cancel);
        }
    }

    private void Replace()
    {
        try
        {
            _live.Replace(RouteTable.Compute(Deployments, key => _slices.SelectMany(r => r.Snapshot.Group(key)), _services.SelectMany(r => r.Snapshot.Objects.Values)));
            Tell(_live.Current);
        }
        catch (Exception e)
        {
            // Whatever is in the cluster, what serves goes on.
            Log.TableFailed(_log, e);
        }
    }

    private void Tell(LiveTable table)
    {
        var now = (table.Routes.Backends.Length, table.Routes.Routes.Count(), table.Destinations.Count());
        if (now != _told)
            Log.Changed(_log, now.Item1, now.Item2, now.Item3);
        _told = now;
    }

    // Only that something changed is noted: many changes at once make one table.
    private void Signal()
    {
        lock (_changed)
        {
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
    }

    private void Failed<T>(Exception error, TimeSpan wait)
        where T : class, IKubernetesObject<T> => Log.MirrorFailed(_log, T.Resource.Plural, wait.TotalSeconds, error.Message);

    private static ObjectKey? OwnerOf(V1EndpointSlice slice) =>
        slice.Metadata.Labels?.GetValueOrDefault(BackendReader.DeploymentLabel) is { Length: > 0 } name ? new ObjectKey(slice.Metadata.Namespace ?? "", name) : null;

    private static ModelDeployment Trim(ModelDeployment value) => value with
    {
        Metadata = value.Metadata with { ManagedFields = null, Annotations = null },
        Spec = value.Spec with { Pod = null },
    };

    private static V1EndpointSlice Trim(V1EndpointSlice value) => value with { Metadata = value.Metadata with { ManagedFields = null, Annotations = null, OwnerReferences = null } };
}
