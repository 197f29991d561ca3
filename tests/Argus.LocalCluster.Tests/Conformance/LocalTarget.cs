using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>The local cluster.</summary>
internal sealed class LocalTarget(RunningCluster cluster) : IApiTarget
{
    public Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json") =>
        cluster.SendAsync(method, path, body, contentType);

    public Task<Stream> WatchAsync(string path) => cluster.Http.GetStreamAsync(path);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
