using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Argus.ServiceDefaults.Docs;

/// <summary><c>GET /docs</c>: one page that reads the openapi.json beside it and needs nothing from elsewhere.</summary>
public static class DocsPage
{
    private static readonly byte[] Html = Read();
    private static readonly string Policy = PolicyOf(Encoding.UTF8.GetString(Html));

    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        http.Response.ContentType = "text/html; charset=utf-8";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentLength = Html.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(Html, http.RequestAborted).AsTask();
    }

    // The page's own script and style are named by their hash: nothing that slips in beside them runs.
    private static string PolicyOf(string html) =>
        $"default-src 'none'; connect-src 'self'; script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Hash(string html, string element)
    {
        int start = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        int end = html.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[start..end])))}";
    }

    private static byte[] Read()
    {
        using var page = typeof(DocsPage).Assembly.GetManifestResourceStream("docs.html")!;
        using var bytes = new MemoryStream();
        page.CopyTo(bytes);
        return bytes.ToArray();
    }
}
