using Argus.Gateway.Routing;

namespace Argus.Gateway.Docs;

/// <summary>Which routes are for a host.</summary>
internal static class Hosts
{
    /// <summary>All of them, in the order in which a request meets them.</summary>
    public static IEnumerable<ModelRoute> Routes(RouteTable table, string host) =>
        table.Routes.Where(r => Rank(r.Host, host) is not null).OrderBy(r => Rank(r.Host, host)).Select(r => r.Route);

    /// <summary>The same for all hosts with the same routes: few, however many names callers make up.</summary>
    public static string Kind(RouteTable table, string host) =>
        string.Join(' ', table.Routes.Select(r => r.Host).Where(h => Rank(h, host) is not null).Distinct().Order(StringComparer.Ordinal));

    // The name itself, then wildcards from the most special on, then what is for all.
    private static int? Rank(string pattern, string host)
    {
        if (pattern == host)
            return -pattern.Length - 1000;
        if (pattern.Length == 0)
            return 1;
        return pattern.StartsWith("*.", StringComparison.Ordinal) && host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.Ordinal) ? -pattern.Length : null;
    }
}
