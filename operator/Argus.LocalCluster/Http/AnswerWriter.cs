using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>Writes answers that are not streams.</summary>
internal static class AnswerWriter
{
    // As the real server: below this, packing costs more than it saves.
    private const int GzipFrom = 128 * 1024;

    public static Task WriteFaultAsync(HttpContext http, StatusFault fault, MediaType? media = null)
    {
        foreach (string warning in fault.Warnings)
            http.Response.Headers.Append("Warning", WarningHeader(warning));
        if (fault.Plain)
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return WriteAsync(http, fault.Code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(fault.Message));
        }
        if (fault.Details?["retryAfterSeconds"] is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString();
        return WriteJsonAsync(http, fault.Code, fault.ToStatus(), media?.Yaml == true);
    }

    public static Task WriteJsonAsync(HttpContext http, int code, JsonNode body, bool yaml = false)
    {
        byte[] bytes = Json.Serialize(body);
        return yaml ? WriteYamlAsync(http, code, bytes) : WriteAsync(http, code, "application/json", bytes);
    }

    public static Task WriteYamlAsync(HttpContext http, int code, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return WriteAsync(http, code, "application/yaml", Encoding.UTF8.GetBytes(YamlDocument.Write(document.RootElement)));
    }

    /// <summary>Sends bytes, packed where they are many and the caller can unpack them.</summary>
    public static async Task WriteAsync(HttpContext http, int code, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "no-cache, private";
        if (http.Request.Method == "HEAD")
            return;
        if (body.Length >= GzipFrom && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.BodyWriter.AsStream(leaveOpen: true), CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body, http.RequestAborted);
            return;
        }
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>A text as the value of a Warning header.</summary>
    public static string WarningHeader(string text)
    {
        var quoted = new StringBuilder("299 - \"");
        foreach (char c in text)
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else
                quoted.Append(c is >= ' ' and < (char)127 ? c : '?');
        return quoted.Append('"').ToString();
    }
}
