using System.Collections.Frozen;

namespace Argus.Gateway.Listening;

/// <summary>Ports of the five documented services: whoever calls by port finds there what its document names, and nothing else.</summary>
internal static class DocumentedPorts
{
    /// <summary>The paths of each port; one that ends in <c>/*</c> stands for all that begins like it.</summary>
    public static FrozenDictionary<int, PathFilter> All { get; } = new Dictionary<int, PathFilter>
    {
        [5001] = Of("/detect"),
        [5002] = Of("/embed", "/embed/batch"),
        // Three documents share it: chat, face classes, media store.
        [8000] = Of("/v1/*", "/predict", "/classes", "/entity", "/entity/*"),
        [8001] = Of("/job", "/job/*"),
        [8100] = Of("/detect", "/extract-embedding"),
        [3000] = Of("/api/*"),
    }.ToFrozenDictionary();

    // Each tells of itself, and of nothing else.
    private static PathFilter Of(params string[] paths) => new(["/health", "/docs", "/openapi.json", .. paths]);
}
