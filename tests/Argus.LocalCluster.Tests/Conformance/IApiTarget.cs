using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>An API server to be held to the contract.</summary>
internal interface IApiTarget : IAsyncDisposable
{
    Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json");

    /// <summary>The stream of a watch.</summary>
    Task<Stream> WatchAsync(string path);
}
