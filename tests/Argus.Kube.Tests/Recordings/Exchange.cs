using System.Text.Json;
using System.Web;
using Argus.Kube.Api;

namespace Argus.Kube.Tests.Recordings;

/// <summary>One recorded request with its answer.</summary>
internal sealed class Exchange(string story, JsonElement step)
{
    private readonly JsonElement _request = step.GetProperty("request");
    private readonly JsonElement _response = step.TryGetProperty("response", out var response) ? response : default;

    public string Name { get; } = $"{story} step {(step.TryGetProperty("n", out var n) ? n.ToString() : "of kubectl")}";

    /// <summary>Set when the client has read every event, so that a break of the connection takes none away.</summary>
    public TaskCompletionSource AllSeen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Method => _request.GetProperty("method").GetString()!;

    public string Path => _request.GetProperty("path").GetString()!;

    public string PathAlone => Path.Split('?')[0];

    public IReadOnlyDictionary<string, string> Query => Parse(Path);

    public JsonElement? RequestBody => _request.TryGetProperty("body", out var body) ? body : null;

    public string ContentType => Header(_request, "Content-Type") ?? "";

    public string Accept => Header(_request, "Accept") ?? "";

    public bool HasResponse => _response.ValueKind == JsonValueKind.Object;

    public int Status => _response.GetProperty("status").GetInt32();

    public JsonElement? Body => _response.TryGetProperty("body", out var body) ? body : null;

    public bool IsWatch => _response.TryGetProperty("events", out _);

    public IEnumerable<JsonElement> Events => _response.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event"));

    public string Ended => _response.TryGetProperty("ended", out var ended) ? ended.GetString() ?? "" : "";

    public string? ResponseHeader(string name) => Header(_response, name);

    /// <summary>The kind that is addressed, or null where the path is not that of objects.</summary>
    public (ResourceType Type, string? Namespace, string? Name, string? Subresource)? Target()
    {
        string[] parts = PathAlone.Trim('/').Split('/');
        if (parts is not (["api", _, ..] or ["apis", _, _, ..]))
            return null;
        int at = parts[0] == "api" ? 2 : 3;
        string group = parts[0] == "api" ? "" : parts[1];
        bool inNamespace = parts.Length > at + 2 && parts[at] == "namespaces";
        string? ns = inNamespace ? parts[at + 1] : null;
        string[] rest = parts[(inNamespace ? at + 2 : at)..];
        if (rest.Length is 0 or > 3 || rest.Any(r => r.Length == 0))
            return null;
        var type = new ResourceType(group, parts[at - 1], "Any", rest[0], inNamespace);
        return (type, ns, rest.Length > 1 ? rest[1] : null, rest.Length > 2 ? rest[2] : null);
    }

    public static Dictionary<string, string> Parse(string path)
    {
        var query = HttpUtility.ParseQueryString(path.Contains('?', StringComparison.Ordinal) ? path[path.IndexOf('?', StringComparison.Ordinal)..] : "");
        return query.AllKeys.ToDictionary(k => k ?? "", k => query[k] ?? "");
    }

    private static string? Header(JsonElement message, string name) =>
        message.TryGetProperty("headers", out var headers) && headers.TryGetProperty(name, out var value) ? value.GetString() : null;
}
