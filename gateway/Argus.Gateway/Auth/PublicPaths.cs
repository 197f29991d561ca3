namespace Argus.Gateway.Auth;

/// <summary>What is answered without a key: probes, the description of what there is, and the pages and files of the console. What they show is data, and needs one.</summary>
internal static class PublicPaths
{
    private const string Console = "/console";

    private static readonly string[] FileTypes = [".html", ".css", ".js", ".svg", ".png", ".ico", ".woff2", ".webmanifest"];

    /// <summary>Whether a request is for one of them.</summary>
    public static bool Contains(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && Contains(request.Path.Value ?? "/");

    /// <summary>Whether a path is one of them, for those who only read.</summary>
    public static bool Contains(string path) =>
        path is "/health" or "/health/live" or "/health/ready" or "/docs" or "/docs/" or "/openapi.json" or "/" or "/favicon.ico" or Console or Console + "/" or Console + "/datasets" || IsFile(path);

    // A file lies in the page's folder itself, and its name says what it is: everything else below needs a key.
    private static bool IsFile(string path) =>
        (path.StartsWith(Console + "/", StringComparison.Ordinal) || path.StartsWith("/docs/", StringComparison.Ordinal))
        && path.LastIndexOf('/') == path.IndexOf('/', 1)
        && FileTypes.Any(t => path.EndsWith(t, StringComparison.Ordinal));
}
