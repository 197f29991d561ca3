using System.Collections.Immutable;
using Argus.Gateway.Routing;
using Argus.Kube.Api;

namespace Argus.Gateway.Balancing;

/// <summary>A route table together with what is known of its pods. Never changes; pods that stay keep what is known of them in the next one.</summary>
internal sealed class LiveTable
{
    private readonly Dictionary<ObjectKey, LiveBackend> _backends;

    private LiveTable(RouteTable routes, Dictionary<ObjectKey, LiveBackend> backends) => (Routes, _backends) = (routes, backends);

    /// <summary>Before the first ModelDeployment.</summary>
    public static LiveTable Empty { get; } = new(RouteTable.Empty, []);

    /// <summary>Where requests go.</summary>
    public RouteTable Routes { get; }

    /// <summary>Every deployment.</summary>
    public IEnumerable<LiveBackend> Backends => _backends.Values;

    /// <summary>Every pod.</summary>
    public IEnumerable<Destination> Destinations => _backends.Values.SelectMany(b => b.Stable.Destinations.Concat(b.Canary.Destinations));

    /// <summary>A deployment, or null where it is gone.</summary>
    public LiveBackend? Find(ObjectKey key) => _backends.GetValueOrDefault(key);

    /// <summary>The table that follows this one.</summary>
    public LiveTable Next(RouteTable routes, TimeProvider time) =>
        new(routes, routes.Backends.ToDictionary(b => b.Key, b => Next(b, Find(b.Key), time)));

    private static LiveBackend Next(Backend backend, LiveBackend? before, TimeProvider time) =>
        new(backend, before?.Upstream ?? new Upstream(backend.Key), Next(backend.Stable, before?.Stable, before, time), Next(backend.Canary, before?.Canary, before, time));

    // A pod of the canary becomes one of the stable ones where the canary's Deployment takes over: it is looked for in both.
    private static Pool Next(ImmutableArray<Address> addresses, Pool? same, LiveBackend? before, TimeProvider time)
    {
        if (same is not null && Same(addresses, same))
            return same;
        return new Pool([.. addresses.Select(a => Find(a, before?.Stable) ?? Find(a, before?.Canary) ?? new Destination(a, time))]);
    }

    private static bool Same(ImmutableArray<Address> addresses, Pool pool) => addresses.AsSpan().SequenceEqual([.. pool.Destinations.Select(d => d.Address)]);

    private static Destination? Find(Address address, Pool? pool) => pool?.Destinations.FirstOrDefault(d => d.Address == address);
}
