using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Discovery;

/// <summary>The OpenAPI document of one version of a group: enough for explain, for client-side merging, and for finding out that fieldValidation is known.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(IReadOnlyList<ApiResource> resources)
    {
        var paths = new JsonObject();
        foreach (var resource in resources)
            AddPaths(paths, resource);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = resources[0].Custom ? "Kubernetes CRD Swagger" : "Kubernetes", ["version"] = "v0.1.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = Schemas(resources) },
        };
    }

    private static JsonObject Schemas(IReadOnlyList<ApiResource> resources)
    {
        var all = new JsonObject();
        foreach (var resource in resources)
            foreach (var (name, schema) in OpenApiSchemas.ToOpenApi(resource.Schema, resource.Group, resource.Version, resource.Kind))
                all[name] ??= schema?.DeepClone();
        foreach (var resource in resources.Where(r => r.Custom && r.Selectable.Count > 0))
            all[OpenApiSchemas.NameOf(resource.Group, resource.Version, resource.Kind)]!["x-kubernetes-selectable-fields"] =
                new JsonArray([.. resource.Selectable.Values.Select(path => (JsonNode)new JsonObject { ["fieldPath"] = path })]);
        return all;
    }

    private static void AddPaths(JsonObject paths, ApiResource resource)
    {
        string root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        string all = $"{root}/{resource.Plural}";
        string collection = resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : all;
        paths[collection] = Methods(resource, ("get", "list", []), ("post", "post", ["dryRun", "fieldManager", "fieldValidation"]), ("delete", "deletecollection", []));
        paths[$"{collection}/{{name}}"] = Methods(
            resource, ("get", "get", []), ("put", "put", ["dryRun", "fieldManager", "fieldValidation"]), ("patch", "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]), ("delete", "delete", []));
        if (resource.Namespaced)
            paths[all] = Methods(resource, ("get", "list", []));
        foreach (string subresource in Subresources(resource))
            paths[$"{collection}/{{name}}/{subresource}"] = Methods(
                resource, ("get", "get", []), ("put", "put", ["dryRun", "fieldManager", "fieldValidation"]), ("patch", "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]));
    }

    private static IEnumerable<string> Subresources(ApiResource resource)
    {
        if (resource.HasStatus)
            yield return "status";
        if (resource.Scale is not null)
            yield return "scale";
    }

    private static JsonObject Methods(ApiResource resource, params (string Method, string Action, string[] Parameters)[] methods)
    {
        var item = new JsonObject();
        foreach (var (method, action, parameters) in methods)
            item[method] = new JsonObject
            {
                ["x-kubernetes-action"] = action,
                ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind },
                ["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = p == "force" ? "boolean" : "string", ["uniqueItems"] = true } })]),
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            };
        return item;
    }
}
