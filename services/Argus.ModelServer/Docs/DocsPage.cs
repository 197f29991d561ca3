namespace Argus.ModelServer.Docs;

/// <summary><c>GET /docs</c>: one page that reads /openapi.json and needs nothing from elsewhere.</summary>
internal static class DocsPage
{
    private static readonly byte[] Html = Read();

    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
        http.Response.ContentLength = Html.Length;
        return http.Response.Body.WriteAsync(Html, http.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using var page = typeof(DocsPage).Assembly.GetManifestResourceStream("docs.html")!;
        using var bytes = new MemoryStream();
        page.CopyTo(bytes);
        return bytes.ToArray();
    }
}
