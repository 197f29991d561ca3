using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Argus.Gateway.ConsolePage;

/// <summary>The files of the page, from this assembly.</summary>
internal static class ConsoleFiles
{
    // The page runs its own files, shows photos of the browser's own memory, and talks to this gateway: nothing else.
    // Trusted types make that no text can become markup.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Prefix = "console/";
    private const string Page = ".html";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>What answers each path.</summary>
    public static IEnumerable<KeyValuePair<string, RequestDelegate>> All =>
        from name in typeof(ConsoleFiles).Assembly.GetManifestResourceNames()
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        let file = name[Prefix.Length..]
        let page = file == "index.html" ? "" : file.EndsWith(Page, StringComparison.Ordinal) ? $"/{file[..^Page.Length]}" : $"/{file}"
        select KeyValuePair.Create($"/console{page}", Answer(name));

    private static RequestDelegate Answer(string name)
    {
        byte[] body = Read(name);
        string type = Types[Path.GetExtension(name)];
        var tag = new StringValues($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"");
        return http =>
        {
            var response = http.Response;
            Protect(response.Headers);
            response.Headers.ETag = tag;
            // Asked for anew each time: a gateway of another version has another page.
            response.Headers.CacheControl = "no-cache";
            if (http.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            response.ContentType = type;
            response.ContentLength = body.Length;
            return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, http.RequestAborted).AsTask();
        };
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static byte[] Read(string name)
    {
        using var file = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
