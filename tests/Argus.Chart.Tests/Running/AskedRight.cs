using Argus.Chart.Tests.Rights;
using Microsoft.AspNetCore.Http;

namespace Argus.Chart.Tests.Running;

/// <summary>The right that a request to an API server needs, and where.</summary>
internal sealed record AskedRight(Right Right, string? Namespace)
{
    private const string ByName = "metadata.name=";

    /// <summary>Null where everybody may ask, as for what the server serves.</summary>
    public static AskedRight? Of(HttpRequest request)
    {
        string[] path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int at = path is ["api", ..] ? 2 : 3;
        if (path.Length <= at || path[0] is not ("api" or "apis"))
            return null;
        string? ns = path[at] == "namespaces" && path.Length > at + 2 ? path[at + 1] : null;
        string[] rest = ns is null ? path[at..] : path[(at + 2)..];
        string? name = rest.Length > 1 ? rest[1] : NameIn(request.Query["fieldSelector"].ToString());
        string resource = rest.Length > 2 ? $"{rest[0]}/{rest[2]}" : rest[0];
        return new AskedRight(new Right(path[0] == "api" ? "" : path[1], resource, VerbOf(request, rest.Length > 1), name), ns);
    }

    private static string VerbOf(HttpRequest request, bool isOne) => request.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => isOne ? "delete" : "deletecollection",
        _ => isOne ? "get" : request.Query["watch"].ToString() is "1" or "true" ? "watch" : "list",
    };

    private static string? NameIn(string fields) => fields.StartsWith(ByName, StringComparison.Ordinal) ? fields[ByName.Length..] : null;
}
