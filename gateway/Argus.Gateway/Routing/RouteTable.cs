using System.Collections.Immutable;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;

namespace Argus.Gateway.Routing;

/// <summary>
/// Where requests go: hosts, paths and pods of all ModelDeployments and of the platform's own services. Never changes; the next one replaces it whole.
/// Where several offer a path, the lowest rank gets it, then the oldest, then the first by name; who named a host comes before who did not.
/// </summary>
internal sealed class RouteTable
{
    private static readonly PathSet Nothing = new([]);

    private readonly Dictionary<string, PathSet> _hosts;
    private readonly Dictionary<string, PathSet> _wildcards;
    private readonly PathSet _any;

    private RouteTable(ImmutableArray<Backend> backends, ILookup<string, ModelRoute> routes)
    {
        Backends = backends;
        _hosts = routes.Where(h => h.Key.Length > 0 && h.Key[0] != '*').ToDictionary(h => h.Key, h => new PathSet(h), StringComparer.Ordinal);
        _wildcards = routes.Where(h => h.Key.StartsWith("*.", StringComparison.Ordinal)).ToDictionary(h => h.Key[1..], h => new PathSet(h), StringComparer.Ordinal);
        _any = routes.Contains("") ? new PathSet(routes[""]) : Nothing;
    }

    /// <summary>Before the first ModelDeployment.</summary>
    public static RouteTable Empty { get; } = Compute([], _ => []);

    /// <summary>Every deployment and service, by name.</summary>
    public ImmutableArray<Backend> Backends { get; }

    /// <summary>Every route with the host that it is for; the empty one stands for all.</summary>
    public IEnumerable<(string Host, ModelRoute Route)> Routes =>
        _any.All.Select(r => ("", r))
            .Concat(_hosts.SelectMany(h => h.Value.All.Select(r => (h.Key, r))))
            .Concat(_wildcards.SelectMany(h => h.Value.All.Select(r => ($"*{h.Key}", r))));

    /// <summary>Makes a table.</summary>
    /// <param name="deployments">In any order.</param>
    /// <param name="slicesOf">EndpointSlices of the Services of a ModelDeployment, in any order.</param>
    /// <param name="services">EndpointSlices of the platform's own services, in any order; what they offer, no ModelDeployment can take over.</param>
    public static RouteTable Compute(IEnumerable<ModelDeployment> deployments, Func<ObjectKey, IEnumerable<V1EndpointSlice>> slicesOf, IEnumerable<V1EndpointSlice>? services = null)
    {
        var own = (services ?? []).GroupBy(ServiceOf).Where(s => s.Key.Key.Name.Length > 0).Select(s => BackendReader.ReadService(s.Key.Key, s.Key.Serves, s)).OrderBy(b => b.Key).ToList();
        var ordered = deployments
            .Where(d => d.Metadata.DeletionTimestamp is null)
            .Select(d => (Resource: d, Backend: BackendReader.Read(d, slicesOf(ObjectKey.Of(d)))))
            .OrderBy(d => d.Resource.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue)
            .ThenBy(d => d.Backend.Key)
            .ToList();
        var routes =
            from d in ordered
            from path in PathsOf(d.Resource)
            orderby path.Rank
            from host in HostsOf(d.Resource)
            select (Host: host, Route: new ModelRoute(path, d.Backend));
        var ownRoutes =
            from backend in own
            from path in ServicePaths.Of(backend.Task)
            select (Host: "", Route: new ModelRoute(path, backend));
        var taken = ownRoutes.Select(r => r.Route.Path).ToList();
        return new RouteTable(
            [.. ordered.Select(d => d.Backend).Concat(own).OrderBy(b => b.Key)],
            ownRoutes.Concat(routes.Where(r => !taken.Any(t => t.Covers(r.Route.Path)))).ToLookup(r => r.Host, r => r.Route, StringComparer.Ordinal));
    }

    /// <summary>Finds the route of a request.</summary>
    public RouteMatch Find(in RouteQuery query)
    {
        var allowed = ImmutableArray<string>.Empty;
        if (_hosts.TryGetValue(query.Host, out var exact) && exact.Find(query, ref allowed) is { } named)
            return new RouteMatch(named, []);
        // From the most special wildcard to the most general.
        for (int dot = _wildcards.Count == 0 ? -1 : query.Host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = query.Host.IndexOf('.', dot + 1))
        {
            if (_wildcards.TryGetValue(query.Host[dot..], out var wildcard) && wildcard.Find(query, ref allowed) is { } special)
                return new RouteMatch(special, []);
        }

        return _any.Find(query, ref allowed) is { } route ? new RouteMatch(route, []) : new RouteMatch(null, allowed);
    }

    /// <summary>Every route that a host has for a path, in the order of their claim; those of the host itself before those of all hosts.</summary>
    public IEnumerable<ModelRoute> OfferedAt(string host, string path)
    {
        var sets = new List<PathSet>();
        if (_hosts.TryGetValue(host, out var exact))
            sets.Add(exact);
        for (int dot = _wildcards.Count == 0 ? -1 : host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            if (_wildcards.TryGetValue(host[dot..], out var wildcard))
                sets.Add(wildcard);
        }

        return sets.Append(_any).SelectMany(s => s.Exactly(path));
    }

    private static IEnumerable<OfferedPath> PathsOf(ModelDeployment resource)
    {
        var routes = resource.Spec.Routes;
        var removed = routes?.Remove ?? [];
        // What a path beside the task's own does is not known: it is not sent twice.
        var added = (routes?.Add ?? []).Select(path => new OfferedPath(path, Repeats: false));
        return TaskPaths.Of(resource.Spec.Task).Where(p => !removed.Contains(p.Path)).Concat(added).Where(p => !ReservedPaths.Contains(p));
    }

    private static (ObjectKey Key, string Serves) ServiceOf(V1EndpointSlice slice)
    {
        var labels = slice.Metadata.Labels;
        return (new(slice.Metadata.Namespace ?? "", labels?.GetValueOrDefault(BackendReader.ServiceNameLabel) ?? ""), labels?.GetValueOrDefault(BackendReader.ServesLabel) ?? "");
    }

    private static IEnumerable<string> HostsOf(ModelDeployment resource) => resource.Spec.Routes?.Hosts is { Count: > 0 } hosts ? hosts : [""];
}
