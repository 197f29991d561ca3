using System.Text.Json.Nodes;
using Argus.LocalCluster.Access;
using Argus.LocalCluster.Definitions;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Leaves out of documents about what there is all that the local cluster does not claim to serve: kinds that it has not, and the subresources that are listed here.</summary>
internal static class Discovered
{
    private static readonly HashSet<string> Unserved =
    [
        "nodes/proxy", "pods/attach", "pods/ephemeralcontainers", "pods/exec", "pods/portforward", "pods/proxy", "pods/resize", "serviceaccounts/token", "services/proxy",
    ];

    // Who built the server, and where.
    private static readonly string[] Build = ["gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform"];

    private static readonly HashSet<string> Kinds =
    [
        .. BuiltInResources.All.Select(r => $"{r.ApiVersion} {r.Plural}"), .. ReviewHandler.Kinds.Select(k => $"{k.Group}/v1 {k.Plural}"),
        "argus.dev/v1alpha1 modeldeployments", "argus.dev/v1alpha1 modelpacks",
    ];

    // Reviews are answered and never stored: they have no schema here.
    private static readonly HashSet<string> Described = [.. BuiltInResources.All.Select(r => (r.Group.Length == 0 ? "api/" : "apis/") + r.ApiVersion), "apis/argus.dev/v1alpha1"];

    private static readonly HashSet<string> Versions = [.. Kinds.Select(k => k.Split(' ')[0])];

    public static JsonNode? Of(string path, JsonNode? node)
    {
        if (node?.DeepClone() is not JsonObject document)
            return node;
        switch ((string?)document["kind"])
        {
            case "APIGroupDiscoveryList":
                document["items"] = Keep(document["items"], group => KeepVersions(group, (string?)group["metadata"]!["name"] ?? ""));
                break;
            case "APIGroupList":
                document["groups"] = Keep(document["groups"], group => KeepVersions(group, (string)group["name"]!));
                break;
            case "APIGroup":
                KeepVersions(document, (string)document["name"]!);
                break;
            case "APIVersions":
                document.Remove("serverAddressByClientCIDRs");
                break;
            case "APIResourceList":
                document["resources"] = Keep(document["resources"], r => IsServed((string)document["groupVersion"]!, (string)r["name"]!));
                break;
            default:
                return Other(path.Split('?')[0], document);
        }
        return document;
    }

    private static JsonObject Other(string path, JsonObject document)
    {
        if (path == "/version")
            foreach (string field in Build)
                document[field] = document.ContainsKey(field) ? "X" : null;
        if (path == "/" && document["paths"] is JsonArray paths)
            document["paths"] = new JsonArray([.. paths.Select(p => (string)p!).Where(IsServedPath).Order(StringComparer.Ordinal).Select(p => (JsonNode)p)]);
        if (path == "/openapi/v3" && document["paths"] is JsonObject index)
            document["paths"] = new JsonObject(index.Where(p => Described.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        if (document.ContainsKey("openapi"))
            Describe(document);
        return document;
    }

    // Of a group's own document: what can be done where, with which parameters of writes, and the schemas of its kinds. The rest is for generators of clients.
    private static void Describe(JsonObject document)
    {
        string[] writes = ["dryRun", "fieldManager", "fieldValidation", "force"];
        foreach (var (_, path) in document["paths"]!.AsObject())
        {
            path!.AsObject().Remove("parameters");
            foreach (var (method, operation) in path.AsObject().ToList())
                path[method] = new JsonObject
                {
                    ["action"] = operation!["x-kubernetes-action"]?.DeepClone(),
                    ["kind"] = operation["x-kubernetes-group-version-kind"]?.DeepClone(),
                    ["parameters"] = new JsonArray([.. (operation["parameters"] as JsonArray ?? []).Select(p => (string)p!["name"]!).Where(n => method is "post" or "put" or "patch" && writes.Contains(n)).Select(n => (JsonNode)n)]),
                };
        }
        var schemas = document["components"]!["schemas"]!.AsObject();
        foreach (string name in schemas.Select(s => s.Key).Where(n => !n.StartsWith("dev.argus.", StringComparison.Ordinal) || n.EndsWith("List", StringComparison.Ordinal)).ToList())
            schemas.Remove(name);
        // What every object has is told in the words of each server.
        foreach (var (_, schema) in schemas)
            foreach (string name in (string[])["apiVersion", "kind", "metadata"])
                (schema!["properties"]![name] as JsonObject)?.Remove("description");
    }

    private static bool KeepVersions(JsonObject group, string name)
    {
        group["versions"] = Keep(group["versions"], version => KeepResources(version, name.Length == 0 ? (string)version["version"]! : $"{name}/{(string?)version["version"]}"));
        return group["versions"]!.AsArray().Count > 0;
    }

    private static bool KeepResources(JsonObject version, string groupVersion)
    {
        if (version["resources"] is { } resources)
            version["resources"] = Keep(resources, resource => KeepSubresources(resource, groupVersion));
        return Versions.Contains(groupVersion);
    }

    private static bool KeepSubresources(JsonObject resource, string groupVersion)
    {
        string name = (string)resource["resource"]!;
        if (resource["subresources"] is { } subresources)
        {
            resource["subresources"] = Keep(subresources, s => IsServed(groupVersion, $"{name}/{(string?)s["subresource"]}"));
            if (resource["subresources"]!.AsArray().Count == 0)
                resource.Remove("subresources");
        }
        return IsServed(groupVersion, name);
    }

    private static bool IsServed(string groupVersion, string name) => Kinds.Contains($"{groupVersion} {name.Split('/')[0]}") && !Unserved.Contains(name);

    private static bool IsServedPath(string path) =>
        path is "/api" or "/apis" or "/apis/" or "/healthz" or "/livez" or "/readyz" or "/version" or "/openapi/v2" or "/openapi/v3" or "/openapi/v3/"
        || IsVersionPath(path) || Versions.Any(v => v.Contains('/', StringComparison.Ordinal) && path == "/apis/" + v.Split('/')[0]);

    private static bool IsVersionPath(string path) => Versions.Any(v => path == (v.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/") + v);

    private static JsonArray Keep(JsonNode? list, Func<JsonObject, bool> wanted)
    {
        var kept = list!.AsArray().Select(i => i!.DeepClone().AsObject()).Where(wanted).ToList();
        return [.. kept];
    }
}
