using System.Collections.Concurrent;
using Argus.Kube.Api;

namespace Argus.Gateway.ConsolePage;

/// <summary>The requests of the last minute of every deployment, as this gateway saw them.</summary>
/// <param name="time">Clock.</param>
internal sealed class RequestFigures(TimeProvider time)
{
    private readonly ConcurrentDictionary<ObjectKey, RequestWindow> _windows = [];

    /// <summary>A request has been answered.</summary>
    /// <param name="key">By which deployment.</param>
    /// <param name="elapsed">From the request to the end of its answer.</param>
    /// <param name="status">Status code.</param>
    public void Add(ObjectKey key, TimeSpan elapsed, int status) =>
        _windows.GetOrAdd(key, static (_, clock) => new RequestWindow(clock), time).Add(elapsed, status);

    /// <summary>What there is of a deployment.</summary>
    public WindowFigures Read(ObjectKey key) => _windows.TryGetValue(key, out var window) ? window.Read() : default;

    /// <summary>Forgets deployments that are gone.</summary>
    public void Keep(Func<ObjectKey, bool> isThere)
    {
        foreach (var key in _windows.Keys.Where(k => !isThere(k)))
            _windows.TryRemove(key, out _);
    }
}
