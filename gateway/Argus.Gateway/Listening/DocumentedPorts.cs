using System.Collections.Frozen;

namespace Argus.Gateway.Listening;

/// <summary>Ports of the five documented services: whoever calls by port finds there what its document names, and nothing else.</summary>
internal static class DocumentedPorts
{
    /// <summary>The paths of each port; one that ends in <c>/*</c> stands for all that begins like it.</summary>
    public static FrozenDictionary<int, PathFilter> All { get; } = new Dictionary<int, PathFilter>
    {
        [5001] = new("/health", "/detect"),
        [5002] = new("/health", "/embed", "/embed/batch"),
        // Three documents share it: chat, face classes, media store.
        [8000] = new("/health", "/v1/*", "/predict", "/classes", "/entity/*"),
        [8001] = new("/health", "/job/*"),
        [8100] = new("/health", "/detect", "/extract-embedding"),
        [3000] = new("/health", "/api/*"),
    }.ToFrozenDictionary();
}
