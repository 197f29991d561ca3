using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Sbom;

/// <summary>Files that tools wrote.</summary>
internal static class JsonFile
{
    /// <exception cref="BomException">It is not there, or not a JSON object.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return Object(JsonNode.Parse(File.ReadAllBytes(path)), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            throw new BomException($"{path} cannot be read: {error.Message}");
        }
    }

    /// <exception cref="BomException">It is not an object.</exception>
    public static JsonObject Object(JsonNode? node, string path) => node as JsonObject ?? throw new BomException($"{path} is not what it should be: a part of it is missing.");

    /// <summary>A hash such as <c>sha512-BASE64</c> in hex; null where it is another.</summary>
    public static string? Hex(string integrity) =>
        integrity.Split(' ').FirstOrDefault(part => part.StartsWith("sha512-", StringComparison.Ordinal)) is { } part
            ? Convert.ToHexStringLower(Convert.FromBase64String(part["sha512-".Length..]))
            : null;
}
