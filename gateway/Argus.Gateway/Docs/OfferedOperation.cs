using System.Text.Json.Nodes;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Docs;

/// <summary>Who answers one method of one path, by body.</summary>
/// <param name="Path">As callers write it.</param>
/// <param name="Method">In lower case.</param>
internal sealed record OfferedOperation(string Path, string Method)
{
    private readonly List<(ModelRoute Route, BodyKind Body, JsonObject? Described, PathMatch? Match)> _answers = [];
    private readonly List<string> _others = [];

    /// <summary>Deployments that answer it, the first first.</summary>
    public IEnumerable<string> Answering => _answers.Select(a => a.Route.Backend.Name).Distinct();

    /// <summary>Deployments that answer it only where the caller names them.</summary>
    public IEnumerable<string> Others => _others.Except(Answering);

    /// <summary>A route has a claim to it, weaker than those that came before.</summary>
    /// <param name="route">The route.</param>
    /// <param name="described">The operation in the service's own document, or null.</param>
    /// <param name="match">How the path came about, where it is described.</param>
    public void Claim(ModelRoute route, JsonObject? described, PathMatch? match)
    {
        var left = Left(route.Path.Body);
        if (left is { } body)
            _answers.Add((route, body, described, match));
        else
            _others.Add(route.Backend.Name);
    }

    /// <summary>The operation for callers of the gateway.</summary>
    /// <param name="describe">A copy of what a document says, in terms of the joined one.</param>
    public JsonObject Describe(Func<ModelRoute, JsonObject, PathMatch, JsonObject> describe)
    {
        JsonObject? all = null;
        foreach (var (route, body, described, match) in _answers)
        {
            var one = OperationParts.Restrict(described is null ? Unknown(route) : describe(route, described, match!), body);
            all = all is null ? one : OperationParts.Unite(all, one);
        }

        return all!;
    }

    private BodyKind? Left(BodyKind wanted)
    {
        // Without a body there is nothing to tell apart.
        if (Method is "get" or "head" or "delete")
            wanted = BodyKind.Any;
        bool json = _answers.Exists(a => a.Body is BodyKind.Any or BodyKind.Json), file = _answers.Exists(a => a.Body is BodyKind.Any or BodyKind.File);
        return wanted switch
        {
            BodyKind.Any => (json, file) switch { (false, false) => BodyKind.Any, (true, false) => BodyKind.File, (false, true) => BodyKind.Json, _ => null },
            BodyKind.Json => json ? null : BodyKind.Json,
            _ => file ? null : BodyKind.File,
        };
    }

    private JsonObject Unknown(ModelRoute route)
    {
        var operation = new JsonObject
        {
            ["summary"] = $"Offered by {route.Backend.Name}, of which there is no description now.",
            ["tags"] = new JsonArray(route.Backend.Task.Length == 0 ? "other" : route.Backend.Task),
        };
        if (Method is "post" or "put" or "patch")
            operation["requestBody"] = OperationParts.AnyBody();
        if (Path.Contains('{', StringComparison.Ordinal))
        {
            operation["parameters"] = new JsonArray(new JsonObject
            {
                ["name"] = JoinedDocument.Rest,
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = "string" },
                ["description"] = "The rest of the path; it may hold slashes.",
            });
        }

        operation["responses"] = new JsonObject { ["default"] = new JsonObject { ["description"] = "Whatever the deployment answers." } };
        return operation;
    }
}
