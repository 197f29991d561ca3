using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;

namespace Argus.LocalCluster.Http;

/// <summary>The bytes that came with a request, and their kind.</summary>
internal sealed record RequestBody(byte[] Bytes, string MediaType)
{
    private const int MaxBytes = 3 * 1024 * 1024;

    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>Reads all of it; a fault where it is too large.</summary>
    public static async Task<(RequestBody? Body, StatusFault? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Said before a client that waits for it sends anything.
        if (request.ContentLength > MaxBytes)
            return (null, TooLarge(request));
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
                return (null, TooLarge(request));
            if (read.IsCompleted)
            {
                byte[] bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                string type = (request.ContentType ?? "").Split(';')[0].Trim();
                return (new RequestBody(IsText(type) ? SoundText.Of(bytes) : bytes, type), null);
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsText(string type) => !type.Contains("protobuf", StringComparison.Ordinal);

    private static StatusFault TooLarge(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Connection = "close";
        return new StatusFault(413, "RequestEntityTooLarge", $"Request entity too large: limit is {MaxBytes}");
    }

    /// <summary>An object from JSON or YAML. Duplicate keys are told by path: the last one counts.</summary>
    /// <param name="expected">Kind that should be in it, for the words of a fault.</param>
    /// <param name="duplicates">Paths of keys that came twice.</param>
    /// <param name="parsed">The object.</param>
    public StatusFault? Parse(string expected, out IReadOnlyList<string> duplicates, out JsonObject parsed)
    {
        parsed = [];
        duplicates = [];
        string prefix = $"the object provided is unrecognized (must be of type {expected}): ";
        JsonNode? node;
        if (MediaType == "application/yaml" && !StartsAsJson())
        {
            node = YamlDocument.Read(System.Text.Encoding.UTF8.GetString(Bytes), out string? error);
            if (error is not null)
                return StatusFault.BadRequest(error);
        }
        else if (GoodJson(out node, out duplicates) is { } fault)
            return StatusFault.BadRequest($"{prefix}couldn't get version/kind; json parse error: {fault} ({Excerpt()})");
        if (node is JsonObject found && found["kind"] is JsonValue)
        {
            parsed = found;
            return null;
        }
        return node is null or JsonObject
            ? StatusFault.BadRequest($"{prefix}Object 'Kind' is missing in '{System.Text.Encoding.UTF8.GetString(Bytes)}' ({Excerpt()})")
            : StatusFault.BadRequest($"{prefix}couldn't get version/kind; json parse error: json: cannot unmarshal {NameOf(node)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }} ({Excerpt()})");
    }

    /// <summary>As above; a built-in kind need not say what it is, since the path does.</summary>
    public StatusFault? Parse(ApiResource resource, out IReadOnlyList<string> duplicates, out JsonObject parsed)
    {
        duplicates = [];
        if (!resource.Custom && MediaType != "application/yaml" && GoodJson(out var node, out duplicates) is null && node is JsonObject found && !found.ContainsKey("kind"))
        {
            parsed = found;
            return null;
        }
        return Parse(resource.Kind, out duplicates, out parsed);
    }

    /// <summary>Any JSON, or what is wrong with it.</summary>
    public string? GoodJson(out JsonNode? node, out IReadOnlyList<string> duplicates)
    {
        node = null;
        duplicates = [];
        try
        {
            node = JsonNode.Parse(Bytes, null, NoDuplicates);
            return null;
        }
        catch (JsonException)
        {
            if (GoJson.Fault(Bytes) is { } fault)
                return fault;
            node = DuplicateKeys.Parse(Bytes, out duplicates);
            return null;
        }
    }

    /// <summary>True where the body can only be JSON.</summary>
    public bool StartsAsJson() => Bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    // As the server: text of what looks like text, digits of the rest, 30 characters of either.
    private string Excerpt()
    {
        if (Bytes.Length == 0)
            return "<empty>";
        bool looksLikeObject = Bytes[0] == '{';
        string all = looksLikeObject ? System.Text.Encoding.UTF8.GetString(Bytes) : Convert.ToHexStringLower(Bytes);
        int limit = looksLikeObject ? 30 : 64;
        return all.Length > limit ? all[..limit] + " ..." : all;
    }

    private static string NameOf(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };
}
