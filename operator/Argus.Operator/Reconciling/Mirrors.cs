using System.Collections.Immutable;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Kube.Watch;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

/// <summary>What the operator knows of the cluster: a mirror of each kind, and whom a change concerns.</summary>
internal sealed class Mirrors
{
    private const string Ours = $"app.kubernetes.io/managed-by={Names.Manager}";

    private readonly KubernetesClient _client;
    private readonly RecentWrites _written;
    private readonly Action<ObjectKey> _concern;
    private readonly Action<ObjectChange<V1Pod>> _podChanged;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly List<(Func<CancellationToken, Task> Run, Func<bool> IsSynced, Func<CancellationToken, Task> Sync)> _running = [];
    private readonly List<Func<ObjectKey, IEnumerable<Child>>> _children = [];
    private readonly Reflector<ModelDeployment> _deployments;
    private readonly Reflector<ModelPack> _packs;
    private readonly Reflector<V1Pod> _pods;
    private readonly Reflector<ChildOf<ScaledObjectKind>> _scaledObjects;

    /// <param name="client">Of the cluster.</param>
    /// <param name="written">What we wrote ourselves: it concerns nobody again.</param>
    /// <param name="concern">Told which ModelDeployment a change concerns.</param>
    /// <param name="podChanged">Told of pods.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Where failures go.</param>
    public Mirrors(KubernetesClient client, RecentWrites written, Action<ObjectKey> concern, Action<ObjectChange<V1Pod>> podChanged, TimeProvider time, ILogger log)
    {
        (_client, _written, _concern, _podChanged, _time, _log) = (client, written, concern, podChanged, time, log);
        _deployments = Mirror<ModelDeployment>(new() { Trim = TrimDeployment, OnChange = DeploymentChanged });
        _packs = Mirror<ModelPack>(new() { Trim = p => p with { Metadata = p.Metadata with { ManagedFields = null } }, OnChange = change => PackChanged(change.Key.Name) });
        _pods = Mirror<V1Pod>(new() { LabelSelector = Ours, Trim = TrimPod, GroupBy = OwnerOf, OnChange = PodChanged });
        MirrorChildren<ConfigMapKind>();
        MirrorChildren<NetworkPolicyKind>();
        MirrorChildren<ServiceKind>();
        MirrorChildren<DeploymentKind>();
        MirrorChildren<PodDisruptionBudgetKind>();
        MirrorChildren<HorizontalPodAutoscalerKind>();
        _scaledObjects = ChildMirror<ScaledObjectKind>();
    }

    /// <summary>Told of every change of a ModelDeployment, of those that we wrote too.</summary>
    public event Action<ObjectKey>? DeploymentSeen;

    /// <summary>Whether KEDA's kinds are installed.</summary>
    public bool HasKeda { get; private set; }

    /// <summary>Kinds of children that are served.</summary>
    public IEnumerable<ResourceType> ServedKinds => HasKeda ? Kinds.All : Kinds.All.Where(k => k != Kinds.ScaledObject);

    /// <summary>Whether every first list has been read.</summary>
    public bool IsSynced => _running.All(r => r.IsSynced());

    /// <summary>Every ModelDeployment.</summary>
    public IEnumerable<ObjectKey> Keys => _deployments.Snapshot.Objects.Keys;

    /// <summary>Pods of all ModelDeployments.</summary>
    public IEnumerable<V1Pod> Pods => _pods.Snapshot.Objects.Values;

    /// <summary>Pods of one.</summary>
    public IEnumerable<V1Pod> PodsOf(ObjectKey key) => _pods.Snapshot.Group(key);

    /// <summary>A ModelDeployment, or null.</summary>
    public ModelDeployment? Find(ObjectKey key) => _deployments.Snapshot.Find(key);

    /// <summary>A pack, or null.</summary>
    public ModelPack? FindPack(string name) => _packs.Snapshot.Find(new ObjectKey("", name));

    /// <summary>ModelDeployments that name a pack.</summary>
    public IEnumerable<ObjectKey> UsersOf(string pack) =>
        from deployment in _deployments.Snapshot.Objects
        where deployment.Value.Spec.Model.Pack == pack || deployment.Value.Spec.Canary?.Model.Pack == pack
        orderby deployment.Key
        select deployment.Key;

    /// <summary>What is around a ModelDeployment.</summary>
    /// <param name="resource">The ModelDeployment.</param>
    /// <param name="health">What a pod last said of itself.</param>
    public Observed Observe(ModelDeployment resource, Func<V1Pod, HealthReport?> health)
    {
        var key = ObjectKey.Of(resource);
        string?[] packs = [resource.Spec.Model.Pack, resource.Spec.Canary?.Model.Pack];
        return new Observed
        {
            Packs = [.. packs.OfType<string>().Distinct().Select(FindPack).OfType<ModelPack>()],
            Children = [.. _children.SelectMany(find => find(key))],
            Pods = [.. PodsOf(key).Select(pod => PodFacts.Of(pod, health(pod)))],
            HasKeda = HasKeda,
        };
    }

    /// <summary>Mirrors until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Together.RunAsync([.. _running.Select(r => r.Run), FindKedaAsync], cancellationToken);

    /// <summary>Ends when every first list has been read.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Select(r => r.Sync(cancellationToken)));

    /// <summary>The ModelDeployment that a pod carries the label of.</summary>
    internal static ObjectKey? OwnerOf(V1Pod pod) =>
        pod.Metadata.Labels?.GetValueOrDefault(Names.Deployment) is { Length: > 0 } name ? new ObjectKey(pod.Metadata.Namespace ?? "", name) : null;

    private Reflector<T> Mirror<T>(ReflectorOptions<T> options)
        where T : class, IKubernetesObject<T>
    {
        var mirror = new Reflector<T>(_client, options with { OnFailure = (error, wait) => Log.MirrorFailed(_log, T.Resource.Plural, wait.TotalSeconds, error.Message) });
        _running.Add((mirror.RunAsync, () => mirror.IsSynced, mirror.WaitForSyncAsync));
        return mirror;
    }

    private void MirrorChildren<TKind>()
        where TKind : IChildKind
    {
        var mirror = ChildMirror<TKind>();
        _running.Add((mirror.RunAsync, () => mirror.IsSynced, mirror.WaitForSyncAsync));
    }

    private Reflector<ChildOf<TKind>> ChildMirror<TKind>()
        where TKind : IChildKind
    {
        var mirror = new Reflector<ChildOf<TKind>>(_client, new()
        {
            LabelSelector = Ours,
            GroupBy = c => c.Child.Deployment,
            OnChange = ChildChanged,
            OnFailure = (error, wait) => Log.MirrorFailed(_log, TKind.Type.Plural, wait.TotalSeconds, error.Message),
        });
        _children.Add(owner => mirror.Snapshot.Group(owner).Select(c => c.Child));
        return mirror;
    }

    // KEDA may be installed while the operator runs.
    private async Task FindKedaAsync(CancellationToken cancellationToken)
    {
        while (!await IsServedAsync(Kinds.ScaledObject, cancellationToken))
            await Task.Delay(TimeSpan.FromMinutes(2), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
            return;
        var running = _scaledObjects.RunAsync(cancellationToken);
        await _scaledObjects.WaitForSyncAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HasKeda = true;
        foreach (var key in Keys)
            _concern(key);
        await running;
    }

    private async Task<bool> IsServedAsync(ResourceType type, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return true;
        try
        {
            await _client.GetAsync($"/apis/{type.ApiVersion}", cancellationToken);
            return true;
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested;
        }
    }

    private void DeploymentChanged(ObjectChange<ModelDeployment> change)
    {
        if (change.New is null || !_written.Shown(change.Key, ModelDeployment.Resource, change.New.Metadata))
            _concern(change.Key);
        DeploymentSeen?.Invoke(change.Key);
    }

    // The status of a child, which controllers write again and again, is nothing that plans look at.
    private void ChildChanged<TKind>(ObjectChange<ChildOf<TKind>> change)
        where TKind : IChildKind
    {
        if ((change.New ?? change.Old)!.Child.Deployment is not { } owner)
            return;
        bool isOwn = change.New is { } seen && _written.Shown(owner, TKind.Type, seen.Metadata);
        bool isNews = change is not { Old: { } old, New: { } now } || !old.Child.SaysTheSameAs(now.Child);
        if (isNews && !isOwn)
            _concern(owner);
    }

    private void PackChanged(string name)
    {
        foreach (var key in UsersOf(name))
            _concern(key);
    }

    private void PodChanged(ObjectChange<V1Pod> change)
    {
        _podChanged(change);
        if (OwnerOf((change.New ?? change.Old)!) is { } owner)
            _concern(owner);
    }

    // Of the annotations two are read; kubectl apply leaves the whole object once more in another.
    private static ModelDeployment TrimDeployment(ModelDeployment value)
    {
        var read = value.Metadata.Annotations?.Where(a => a.Key is Names.LastRequest or Names.Promotion).ToDictionary();
        return value with { Metadata = value.Metadata with { ManagedFields = null, Annotations = read is { Count: > 0 } ? read : null } };
    }

    // Of a pod's spec only the node and what it mounts matter.
    private static V1Pod TrimPod(V1Pod pod) => pod with
    {
        Metadata = pod.Metadata with { ManagedFields = null, Annotations = null },
        Spec = new V1PodSpec
        {
            NodeName = pod.Spec?.NodeName,
            Volumes = pod.Spec?.Volumes?.Where(v => v.ConfigMap is not null).ToImmutableArray(),
        },
    };
}
