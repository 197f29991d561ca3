using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Cli.Keys;

/// <summary>The file of an owner, as the gateway reads it.</summary>
internal static class KeyFile
{
    // The most that the gateway takes of one owner.
    private const int MostHashes = 8;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the text of a file.</summary>
    /// <param name="request">What it is to say.</param>
    /// <param name="hash">Of the new key.</param>
    /// <param name="before">What the owner's file says now; null where there is none. What is not asked for anew stays.</param>
    /// <exception cref="JsonException">What it says now is not what the gateway reads.</exception>
    public static string Write(KeyRequest request, string hash, string? before = null)
    {
        var file = before is null ? [] : JsonNode.Parse(before) as JsonObject ?? throw new JsonException("It holds no JSON object.");
        file["sha256"] = before is null ? hash : Hashes(file["sha256"], hash);
        Set(file, "paths", List(request.Paths));
        Set(file, "deployments", List(request.Deployments));
        Set(file, "requestsPerSecond", request.Rate);
        Set(file, "burst", request.Burst);
        Set(file, "concurrency", request.Concurrency);
        Set(file, "maxBodyBytes", request.MaxBodyBytes);
        Set(file, "expires", request.Expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return file.ToJsonString(Readable) + "\n";
    }

    /// <summary>Makes a manifest for kubectl.</summary>
    public static string Secret(KeyRequest request, string text)
    {
        string ns = request.Namespace is null ? "" : $"  namespace: {request.Namespace}\n";
        string data = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return $"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {request.Secret}\n{ns}type: Opaque\ndata:\n  {request.Name}: {data}\n";
    }

    private static JsonArray Hashes(JsonNode? before, string hash)
    {
        JsonArray hashes = before is JsonArray several ? (JsonArray)several.DeepClone() : before is null ? [] : [before.DeepClone()];
        if (hashes.Count >= MostHashes)
            throw new JsonException($"It holds {MostHashes} hashes already: take old ones out.");
        hashes.Add((JsonNode)hash);
        return hashes;
    }

    private static JsonArray? List(IReadOnlyList<string> texts) => texts.Count == 0 ? null : new JsonArray([.. texts.Select(t => (JsonNode)t)]);

    private static void Set(JsonObject file, string name, JsonNode? value)
    {
        if (value is not null)
            file[name] = value;
    }
}
