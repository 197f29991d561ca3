using System.Text.Json.Nodes;
using Argus.Gateway.Auth;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Docs;

/// <summary>What the gateway itself adds: its own paths, headers, errors and ways to show who one is.</summary>
internal static class OwnOperations
{
    private const string Problem = "#/components/schemas/Problem";

    /// <summary>Version of the gateway.</summary>
    public static string Version { get; } = typeof(OwnOperations).Assembly.GetName().Version!.ToString(3);

    /// <summary>Errors, as the model servers describe them too.</summary>
    public static JsonObject Components { get; } = new()
    {
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject
            {
                ["Problem"] = JsonNode.Parse(
                    """
                    {
                      "required": ["type", "title", "status", "detail"],
                      "type": "object",
                      "properties": {
                        "type": { "type": "string" },
                        "title": { "type": "string", "description": "The status code in words." },
                        "status": { "type": "integer" },
                        "detail": { "type": "string", "description": "One sentence on this very request." },
                        "errors": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Every wrong field by name, with what is wrong." },
                        "error": { "type": "string", "description": "The detail again, below /v2." },
                        "trace_id": { "type": "string", "description": "Finds the request in the logs." }
                      }
                    }
                    """),
            },
        },
    };

    /// <summary>Keys and tokens.</summary>
    public static JsonObject SecuritySchemes() => new()
    {
        ["api_key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-API-Key", ["description"] = "An API key." },
        ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "A token, or an API key." },
    };

    /// <summary>Either of them.</summary>
    public static JsonArray Security() => [new JsonObject { ["api_key"] = new JsonArray() }, new JsonObject { ["bearer"] = new JsonArray() }];

    /// <summary>The gateway's own paths at a listener.</summary>
    public static JsonObject Paths(PathFilter? filter)
    {
        var paths = new JsonObject
        {
            ["/health"] = Get("What a pod behind says of itself, and the state of all deployments; 503 where none serves.", "application/json", isHealth: true),
            ["/health/live"] = Get("Answers as long as the process lives.", "application/json"),
            ["/health/ready"] = Get("As /health.", "application/json", isHealth: true),
            ["/docs"] = Get("This API as a page.", "text/html"),
            ["/openapi.json"] = Get("This document.", "application/json"),
            ["/console"] = Get("A page to try photos and to see the deployments.", "text/html"),
            ["/console/state"] = Get("State and figures of every deployment; the figures are those of one gateway.", "application/json"),
            ["/console/events"] = Get("The same as server-sent events.", "text/event-stream"),
        };
        foreach (string path in paths.Select(p => p.Key).ToArray())
        {
            if (filter?.Takes(path) is false)
                paths.Remove(path);
            else if (PublicPaths.Contains(path))
                paths[path]!["get"]!["security"] = new JsonArray();
        }

        return paths;
    }

    /// <summary>Adds to an operation of a deployment what the gateway does to it.</summary>
    /// <param name="offered">Who answers it.</param>
    /// <param name="operation">Changed.</param>
    /// <param name="asksForKeys">Whether callers must show a key or a token.</param>
    public static JsonObject Complete(OfferedOperation offered, JsonObject operation, bool asksForKeys)
    {
        AddHeader(operation, PodTransformer.DeploymentHeader, "string", Deployments(offered));
        AddHeader(operation, PodTransformer.TimeoutHeader, "integer", "Milliseconds that the caller waits for the first byte.");
        AddHeader(operation, "X-Argus-Priority", "integer", "0 to 10, higher first.");
        var answers = OperationParts.ObjectOf(operation, "responses");
        foreach (var (status, answer) in answers.Where(a => a.Key is "default" || a.Key.StartsWith('2')))
        {
            OperationParts.ObjectOf((JsonObject)answer!, "headers")[PodTransformer.DeploymentHeader] =
                new JsonObject { ["description"] = "The deployment that answered.", ["schema"] = Type("string") };
        }

        if (asksForKeys)
        {
            answers.TryAdd("401", Fault("No key or token, or not a good one."));
            answers.TryAdd("403", Fault("A good one, but not for this path or deployment."));
        }

        answers.TryAdd("502", Fault("The pod broke off."));
        answers.TryAdd("503", Fault("No pod is there, or not in time."));
        return operation;
    }

    private static string Deployments(OfferedOperation offered)
    {
        string others = string.Join(", ", offered.Others);
        return $"Which deployment is wanted: name or namespace/name. Without it: {string.Join(", ", offered.Answering)}{(others.Length == 0 ? "" : $"; also {others}")}.";
    }

    private static void AddHeader(JsonObject operation, string name, string type, string description)
    {
        bool isThere = OperationParts.Parameters(operation).Any(p => string.Equals(DocumentReader.Text(p["name"]), name, StringComparison.OrdinalIgnoreCase));
        if (!isThere)
            OperationParts.ListOf(operation, "parameters").Add(new JsonObject { ["name"] = name, ["in"] = "header", ["description"] = description, ["schema"] = Type(type) });
    }

    private static JsonObject Get(string summary, string type, bool isHealth = false)
    {
        var schema = Type(type == "application/json" ? "object" : "string");
        var content = new JsonObject { [type] = new JsonObject { ["schema"] = schema } };
        var answers = new JsonObject { ["200"] = new JsonObject { ["description"] = "Done.", ["content"] = content } };
        if (isHealth)
            answers["503"] = new JsonObject { ["description"] = "Nothing serves; the same body.", ["content"] = content.DeepClone() };
        var operation = new JsonObject { ["tags"] = new JsonArray("gateway"), ["summary"] = summary, ["responses"] = answers };
        return new JsonObject { ["get"] = operation };
    }

    private static JsonObject Fault(string description) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Problem } } },
    };

    private static JsonObject Type(string type) => new() { ["type"] = type };
}
