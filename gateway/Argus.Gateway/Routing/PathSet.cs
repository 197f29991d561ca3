using System.Collections.Immutable;

namespace Argus.Gateway.Routing;

/// <summary>The routes of one host, each path's in the order of their claim to it.</summary>
internal sealed class PathSet
{
    private readonly Dictionary<string, ImmutableArray<ModelRoute>> _exact;
    private readonly ImmutableArray<(string Prefix, ImmutableArray<ModelRoute> Routes)> _prefixes;

    /// <param name="routes">Those of one host, in the order of their claim.</param>
    public PathSet(IEnumerable<ModelRoute> routes)
    {
        var paths = routes.GroupBy(r => r.Path.Path, StringComparer.Ordinal).ToList();
        _exact = paths.Where(p => !p.First().Path.IsPrefix).ToDictionary(p => p.Key, p => p.ToImmutableArray(), StringComparer.Ordinal);
        _prefixes = [.. paths.Where(p => p.First().Path.IsPrefix).Select(p => (p.First().Path.Literal, p.ToImmutableArray())).OrderByDescending(p => p.Literal.Length)];
    }

    /// <summary>Every route, by path.</summary>
    public IEnumerable<ModelRoute> All => _exact.Values.Concat(_prefixes.Select(p => p.Routes)).SelectMany(r => r);

    /// <summary>The routes of one path, in the order of their claim.</summary>
    public IEnumerable<ModelRoute> Exactly(string path) => _exact.TryGetValue(path, out var routes) ? routes : [];

    /// <summary>The first route that takes the request.</summary>
    /// <param name="query">The request.</param>
    /// <param name="allowed">Methods of the routes that took all but the method; added to.</param>
    public ModelRoute? Find(in RouteQuery query, ref ImmutableArray<string> allowed)
    {
        if (_exact.TryGetValue(query.Path, out var routes) && First(routes, query, ref allowed) is { } exact)
            return exact;
        foreach (var (prefix, under) in _prefixes)
        {
            if (query.Path.StartsWith(prefix, StringComparison.Ordinal) && First(under, query, ref allowed) is { } found)
                return found;
        }

        return null;
    }

    private static ModelRoute? First(ImmutableArray<ModelRoute> routes, in RouteQuery query, ref ImmutableArray<string> allowed)
    {
        foreach (var route in routes)
        {
            if (!query.Wants(route.Backend.Key))
                continue;
            if (!route.Takes(query.Method))
                allowed = allowed.Contains(route.Path.Method!) ? allowed : allowed.Add(route.Path.Method!);
            else if (route.Takes(query.Body))
                return route;
        }

        return null;
    }
}
