using Argus.LocalCluster.Access;

namespace Argus.LocalCluster.Http;

/// <summary>What a path under /api or /apis and its method ask for.</summary>
/// <param name="Verb">get, list, watch, create, update, patch, delete, deletecollection; empty for a method that is none of these.</param>
/// <param name="Group">Empty in the core group.</param>
/// <param name="Version">Such as <c>v1</c>.</param>
/// <param name="Namespace">Null where the path names none.</param>
/// <param name="Resource">Plural.</param>
/// <param name="Name">Null for a collection.</param>
/// <param name="Subresource">Null for the object itself.</param>
internal sealed record ApiRequest(string Verb, string Group, string Version, string? Namespace, string Resource, string? Name, string? Subresource)
{
    /// <summary>Reads a path of a resource; null for any other path, discovery among them.</summary>
    public static ApiRequest? Parse(HttpRequest request)
    {
        string[] parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool core = parts is ["api", ..];
        if (!core && parts is not ["apis", ..])
            return null;
        int start = core ? 2 : 3;
        if (parts.Length <= start)
            return null;
        string group = core ? "" : parts[1];
        string version = parts[start - 1];
        var rest = parts.AsSpan(start);
        string? ns = null;
        if (rest is ["namespaces", var named, var inside, ..] && inside is not ("status" or "finalize"))
        {
            ns = named;
            rest = rest[2..];
        }
        else if (core && rest is ["namespaces", var self, ..])
            ns = self;
        if (rest.Length > 3)
            return null;
        string? name = rest.Length > 1 ? rest[1] : null;
        return new ApiRequest(VerbOf(request, name is not null), group, version, ns, rest[0], name, rest.Length > 2 ? rest[2] : null);
    }

    /// <summary>For the question whether it is allowed.</summary>
    public AccessQuestion Question(Caller caller) => new(caller, Verb, Group, Subresource is null ? Resource : $"{Resource}/{Subresource}", Namespace ?? "", Name ?? "");

    private static string VerbOf(HttpRequest request, bool named) => request.Method switch
    {
        "GET" or "HEAD" when !named && IsWatch(request) => "watch",
        "GET" or "HEAD" => named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => "",
    };

    // Whatever is neither false nor 0 is true, as the server has it.
    private static bool IsWatch(HttpRequest request) =>
        request.Query.TryGetValue("watch", out var watch) && !string.Equals(watch, "false", StringComparison.OrdinalIgnoreCase) && watch != "0";
}
