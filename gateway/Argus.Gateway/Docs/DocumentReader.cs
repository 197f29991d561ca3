using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.Gateway.Docs;

/// <summary>Reads the document of a service. An image of somebody's own can answer anything: what cannot be joined is told, not passed on.</summary>
internal static partial class DocumentReader
{
    private const string Local = "#/components/";

    /// <summary>Reads one.</summary>
    /// <param name="json">As the pod answered it.</param>
    /// <param name="fault">Why it cannot be joined; null where it can.</param>
    /// <returns>An OpenAPI 3.1 document whose references all lead to its own components, or null.</returns>
    public static JsonObject? Read(ReadOnlySpan<byte> json, out string? fault)
    {
        JsonObject? document;
        try
        {
            document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            // Written once: text that is not Unicode is found only then, and would be when the joined document is written.
            _ = document?.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault = "its document is not JSON";
            return null;
        }

        fault = FaultOf(document);
        return fault is null ? document : null;
    }

    /// <summary>Every reference below a node.</summary>
    public static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" && Text(p.Value) is { } to ? [to] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };

    /// <summary>Section and name of the component that a reference leads to, or null where it leads elsewhere.</summary>
    public static (string Section, string Name)? Target(string reference) =>
        reference.StartsWith(Local, StringComparison.Ordinal) && reference[Local.Length..].Split('/') is [var section, var name] ? (section, name) : null;

    /// <summary>A text, or null where the node is none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>What a node of a document stands for, where it is a reference.</summary>
    public static JsonObject Resolve(JsonObject document, JsonObject node)
    {
        for (int i = 0; i < 8 && Text(node["$ref"]) is { } reference && Target(reference) is var (section, name); i++)
            node = (JsonObject)document["components"]![section]![name]!;
        return node;
    }

    private static string? FaultOf(JsonObject? document)
    {
        if (Text(document?["openapi"]) is not { } version || document!["paths"] is not JsonObject paths)
            return "its document is not OpenAPI";
        if (!version.StartsWith("3.1", StringComparison.Ordinal))
            return "its document is not of OpenAPI 3.1";
        if (paths.Any(p => !p.Key.StartsWith('/') || p.Value is not JsonObject))
            return "its paths are malformed";
        if (document["components"] is { } components && (components is not JsonObject sections || sections.Any(s => s.Value is not JsonObject o || o.Any(c => c.Value is not JsonObject || !ComponentName().IsMatch(c.Key)))))
            return "its components are malformed";
        if (References(document).Any(r => !LeadsSomewhere(document, r)))
            return "it refers to what is not in it";
        return paths.SelectMany(p => (JsonObject)p.Value!).Select(o => o.Value).OfType<JsonObject>().All(o => IsOperation(document, o)) ? null : "its operations are malformed";
    }

    // As far as they are taken apart to be joined.
    private static bool IsOperation(JsonObject document, JsonObject operation) =>
        operation["requestBody"] is null or JsonObject
        && operation["responses"] is null or JsonObject
        && ((IEnumerable<JsonNode?>)[operation["requestBody"], .. (operation["responses"] as JsonObject ?? []).Select(r => r.Value)])
            .OfType<JsonObject>()
            .Select(o => Resolve(document, o)["content"])
            .All(c => c is null || (c is JsonObject types && types.All(t => t.Value is JsonObject)));

    private static bool LeadsSomewhere(JsonObject document, string reference) =>
        Target(reference) is var (section, name) && document["components"]?[section]?[name] is JsonObject;

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex ComponentName();
}
