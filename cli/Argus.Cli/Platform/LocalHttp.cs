namespace Argus.Cli.Platform;

/// <summary>HTTP to a server on this machine.</summary>
internal static class LocalHttp
{
    /// <summary>A client that never goes through a proxy.</summary>
    public static HttpClient Create(Uri url) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
}
