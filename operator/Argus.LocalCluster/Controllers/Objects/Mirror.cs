using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Kube.Watch;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Keeps a cache as the API server has it.</summary>
internal sealed class Mirror<T>
    where T : class, IKubernetesObject<T>
{
    private readonly ObjectCache<T> _cache;
    private readonly Reflector<T> _reflector;

    /// <param name="trim">Drops what nobody here reads.</param>
    /// <param name="fieldSelector">Such as <c>spec.nodeName=node-1</c>.</param>
    /// <param name="onFailure">Told when the server cannot be reached or refuses.</param>
    public Mirror(KubernetesClient client, ObjectCache<T> cache, Func<T, T> trim, string? fieldSelector, Action<Exception, TimeSpan> onFailure)
    {
        _cache = cache;
        _reflector = new Reflector<T>(client, new ReflectorOptions<T>
        {
            FieldSelector = fieldSelector,
            Trim = trim,
            OnChange = Take,
            OnFailure = onFailure,
        });
    }

    public Task RunAsync(CancellationToken cancel) => _reflector.RunAsync(cancel);

    public Task WaitForSyncAsync(CancellationToken cancel) => _reflector.WaitForSyncAsync(cancel);

    private void Take(ObjectChange<T> change)
    {
        if (change.New is { } value)
            _cache.Seen(value);
        else
            _cache.Gone(change.Key, change.Old?.Metadata.Uid);
        _cache.SeenUpTo(_reflector.Snapshot.ResourceVersion, key => _reflector.Snapshot.Find(key) is not null);
    }
}
