using Argus.Gateway.Routing;

namespace Argus.Gateway.Docs;

/// <summary>A path of a service's document as a route offers it.</summary>
/// <param name="Path">With what the route says in place of parameters.</param>
/// <param name="Bound">Parameters whose values the route says.</param>
internal sealed record PathMatch(string Path, IReadOnlyList<string> Bound)
{
    /// <summary>Matches a path of a document with a route: <c>/v2/models/{model}/infer</c> is offered by <c>/v2/models/detector/*</c> as <c>/v2/models/detector/infer</c>.</summary>
    /// <returns>Null where the route does not offer the path.</returns>
    public static PathMatch? Of(OfferedPath route, string template)
    {
        string[] wanted = route.Literal.TrimEnd('/').Split('/'), given = template.TrimEnd('/').Split('/');
        if (route.IsPrefix ? given.Length <= wanted.Length : given.Length != wanted.Length || template.EndsWith('/') != route.Path.EndsWith('/'))
            return null;
        var bound = new List<string>();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (given[i] == wanted[i])
                continue;
            if (given[i] is not ['{', .. var name, '}'])
                return null;
            bound.Add(name);
        }

        return new PathMatch(string.Join('/', [.. wanted, .. given[wanted.Length..]]) + (template.EndsWith('/') ? "/" : ""), bound);
    }

    /// <summary>The path with all parameters alike: OpenAPI takes two that differ in their names only for the same.</summary>
    public static string Shape(string path) => string.Join('/', path.Split('/').Select(s => s.StartsWith('{') ? "{}" : s));
}
