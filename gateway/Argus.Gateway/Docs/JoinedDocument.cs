using System.Text;
using System.Text.Json.Nodes;
using Argus.Gateway.Listening;
using Argus.Gateway.Routing;
using Argus.Kube.Api;

namespace Argus.Gateway.Docs;

/// <summary>The documents of all deployments as one: exactly what the gateway offers at one listener and host.</summary>
internal sealed class JoinedDocument
{
    /// <summary>Name of the parameter for the rest of a path that only its beginning is known of.</summary>
    public const string Rest = "rest";

    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly ComponentPool _pool = new();
    private readonly Dictionary<ObjectKey, Func<JsonNode, JsonNode>> _copies = [];
    private readonly Dictionary<(string Shape, string Method), OfferedOperation> _operations = [];
    private readonly Func<ObjectKey, ServiceDocument> _documentOf;
    private readonly bool _asksForKeys;

    private JoinedDocument(Func<ObjectKey, ServiceDocument> documentOf, bool asksForKeys) => (_documentOf, _asksForKeys) = (documentOf, asksForKeys);

    /// <summary>Makes it, without <c>openapi</c> and <c>servers</c>.</summary>
    /// <param name="table">What is offered.</param>
    /// <param name="host">Name that the caller used, in lower case.</param>
    /// <param name="filter">Paths of the listener; null takes all.</param>
    /// <param name="documentOf">What is known of a deployment.</param>
    /// <param name="asksForKeys">Whether callers must show a key or a token.</param>
    public static JsonObject Build(RouteTable table, string host, PathFilter? filter, Func<ObjectKey, ServiceDocument> documentOf, bool asksForKeys)
    {
        var join = new JoinedDocument(documentOf, asksForKeys);
        join._pool.Add(OwnOperations.Components);
        var routes = Hosts.Routes(table, host).Where(r => filter?.Takes(r.Path.IsPrefix ? r.Path.Literal + Rest : r.Path.Path) is not false).ToList();
        foreach (var route in routes)
            join.Offer(route, filter);
        var backends = routes.Select(r => r.Backend).DistinctBy(b => b.Key).OrderBy(b => b.Key).ToList();
        return join.Write(backends, OwnOperations.Paths(filter));
    }

    private void Offer(ModelRoute route, PathFilter? filter)
    {
        bool described = false;
        foreach (var (template, item) in _documentOf(route.Backend.Key).Content?["paths"] as JsonObject ?? [])
        {
            if (PathMatch.Of(route.Path, template) is not { } match)
                continue;
            foreach (string method in Methods.Where(m => item![m] is JsonObject && route.Takes(m.ToUpperInvariant()) && (route.Path.Method is null || m != "head")))
            {
                Claim(match.Path, method, filter)?.Claim(route, (JsonObject)item![method]!, match);
                described = true;
            }
        }

        if (described)
            return;
        string path = route.Path.IsPrefix ? $"{route.Path.Literal}{{{Rest}}}" : route.Path.Path;
        foreach (string method in route.Path.Method is { } only ? [only.ToLowerInvariant()] : (string[])["get", "post"])
            Claim(path, method, filter)?.Claim(route, null, null);
    }

    private OfferedOperation? Claim(string path, string method, PathFilter? filter)
    {
        if (filter?.Takes(path) is false)
            return null;
        var key = (PathMatch.Shape(path), method);
        if (!_operations.TryGetValue(key, out var operation))
            _operations[key] = operation = new OfferedOperation(path, method);
        return operation;
    }

    private JsonObject Write(List<Backend> backends, JsonObject paths)
    {
        foreach (var byPath in _operations.Values.GroupBy(o => PathMatch.Shape(o.Path), StringComparer.Ordinal).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var item = new JsonObject();
            foreach (var operation in byPath)
                item[operation.Method] = OwnOperations.Complete(operation, operation.Describe(Translate), _asksForKeys);
            paths[byPath.First().Path] = item;
        }

        NameOperations(paths);
        var components = _pool.Reachable(paths);
        if (_asksForKeys)
            components["securitySchemes"] = OwnOperations.SecuritySchemes();
        return new JsonObject
        {
            ["info"] = new JsonObject { ["title"] = "Argus", ["version"] = OwnOperations.Version, ["description"] = Describe(backends) },
            ["security"] = _asksForKeys ? OwnOperations.Security() : [],
            ["paths"] = paths,
            ["components"] = components,
            ["x-argus-deployments"] = new JsonArray([.. backends.Select(b => (JsonNode)Describe(b))]),
        };
    }

    // A copy in terms of the joined document: what the route says is no parameter any more, and what stood for all methods of a path stands in each.
    private JsonObject Translate(ModelRoute route, JsonObject described, PathMatch match)
    {
        var key = route.Backend.Key;
        var document = _documentOf(key).Content!;
        if (!_copies.TryGetValue(key, out var copy))
            _copies[key] = copy = _pool.Add(document);
        var operation = (JsonObject)copy(described);
        foreach (string foreign in (string[])["servers", "security", "callbacks", "operationId"])
            operation.Remove(foreign);
        var parameters = new JsonArray();
        var ofItem = ((JsonObject)described.Parent!)["parameters"] as JsonArray ?? [];
        foreach (var parameter in OperationParts.Parameters(described).Concat(ofItem.OfType<JsonObject>()).Select(p => DocumentReader.Resolve(document, p)))
        {
            bool isBound = DocumentReader.Text(parameter["in"]) == "path" && match.Bound.Contains(DocumentReader.Text(parameter["name"]));
            if (!isBound)
                parameters.Add(copy(parameter));
        }

        operation["parameters"] = parameters;
        if (described["requestBody"] is JsonObject body)
            operation["requestBody"] = copy(DocumentReader.Resolve(document, body));
        var answers = new JsonObject();
        foreach (var (status, answer) in described["responses"] as JsonObject ?? [])
        {
            answers[status] = answer is JsonObject value ? copy(DocumentReader.Resolve(document, value)) : new JsonObject();
            ((JsonObject)answers[status]!).TryAdd("description", "");
        }

        operation["responses"] = answers;
        return operation;
    }

    private static void NameOperations(JsonObject paths)
    {
        var taken = new HashSet<string>();
        foreach (var (path, item) in paths)
        {
            foreach (var (method, operation) in (JsonObject)item!)
            {
                string id = method + path.Replace('/', '-').Replace("{", "").Replace("}", "");
                string name = id;
                for (int number = 2; !taken.Add(name); number++)
                    name = $"{id}-{number}";
                operation!["operationId"] = name;
            }
        }
    }

    private string Describe(List<Backend> backends)
    {
        var text = new StringBuilder("What this gateway offers, joined from the documents of the deployments behind it. Coordinates are pixels of the upright picture.");
        foreach (var backend in backends)
        {
            text.Append($"\n{backend.Name}: {(backend.Task.Length == 0 ? "no task" : backend.Task)}, ready {backend.State}");
            if (_documentOf(backend.Key) is { Content: null, Fault: var fault })
                text.Append($". Not described here: {fault}");
        }

        return text.ToString();
    }

    private JsonObject Describe(Backend backend) => new()
    {
        ["name"] = backend.Name,
        ["task"] = backend.Task,
        ["ready"] = backend.State,
        ["described"] = _documentOf(backend.Key).Content is not null,
    };
}
