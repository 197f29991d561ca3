using System.Text.Json.Nodes;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Docs;

/// <summary>What is done to operations to join them.</summary>
internal static class OperationParts
{
    /// <summary>Leaves of the bodies only those that a route takes.</summary>
    public static JsonObject Restrict(JsonObject operation, BodyKind body)
    {
        if (body == BodyKind.Any || operation["requestBody"]?["content"] is not JsonObject content)
            return operation;
        foreach (string type in content.Select(c => c.Key).Where(t => IsJson(t) != (body == BodyKind.Json)).ToArray())
            content.Remove(type);
        if (content.Count == 0)
            operation["requestBody"] = AnyBody();
        return operation;
    }

    /// <summary>One operation of two deployments that share a path by content type.</summary>
    /// <param name="first">Added to.</param>
    /// <param name="second">Its bodies, parameters and answers are added where the first has none.</param>
    public static JsonObject Unite(JsonObject first, JsonObject second)
    {
        if (first["requestBody"]?["content"] is JsonObject bodies && second["requestBody"]?["content"] is JsonObject others)
            AddMissing(bodies, others);
        var known = Parameters(first).Select(Identity).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in Parameters(second).Where(p => !known.Contains(Identity(p))).ToArray())
            ListOf(first, "parameters").Add(parameter.DeepClone());
        if (first["responses"] is JsonObject answers && second["responses"] is JsonObject more)
        {
            if (answers["200"]?["content"] is JsonObject mine && more["200"]?["content"] is JsonObject theirs)
                UniteAnswers(mine, theirs);
            AddMissing(answers, more);
        }

        return first;
    }

    /// <summary>The parameters of an operation that are objects.</summary>
    public static IEnumerable<JsonObject> Parameters(JsonObject operation) => (operation["parameters"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>A list of an operation, made where it is missing.</summary>
    public static JsonArray ListOf(JsonObject operation, string name)
    {
        if (operation[name] is not JsonArray list)
            operation[name] = list = [];
        return list;
    }

    /// <summary>An object of an operation, made where it is missing.</summary>
    public static JsonObject ObjectOf(JsonObject operation, string name)
    {
        if (operation[name] is not JsonObject value)
            operation[name] = value = [];
        return value;
    }

    /// <summary>A body that nothing is known of.</summary>
    public static JsonObject AnyBody() => new() { ["content"] = new JsonObject { ["*/*"] = new JsonObject() } };

    private static void UniteAnswers(JsonObject mine, JsonObject theirs)
    {
        foreach (var (type, answer) in theirs)
        {
            if (mine[type] is not JsonObject same || JsonNode.DeepEquals(same["schema"], answer?["schema"]) || answer?["schema"] is not { } schema)
                continue;
            same["schema"] = new JsonObject { ["anyOf"] = new JsonArray(same["schema"]?.DeepClone() ?? new JsonObject(), schema.DeepClone()) };
        }

        AddMissing(mine, theirs);
    }

    private static void AddMissing(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (!target.ContainsKey(name))
                target[name] = value?.DeepClone();
        }
    }

    private static string Identity(JsonObject parameter) => $"{DocumentReader.Text(parameter["in"])} {DocumentReader.Text(parameter["name"])}";

    private static bool IsJson(string type)
    {
        string bare = type.Split(';')[0].Trim();
        return bare.Equals("application/json", StringComparison.OrdinalIgnoreCase) || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
