using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Client;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Running;

/// <summary>As much of an API server as the gateway needs, over HTTP: lists, watches and merge patches of ModelDeployments and EndpointSlices.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private static readonly string Deployments = $"/apis/{ModelDeployment.Resource.ApiVersion}/modeldeployments";
    private static readonly string Slices = $"/apis/{V1EndpointSlice.Resource.ApiVersion}/endpointslices";

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Collection, ObjectKey Key), JsonObject> _objects = [];
    private readonly List<(string Collection, Channel<string> Events)> _watches = [];
    private readonly Signal _patched = new();
    private readonly WebApplication _app;
    private long _version = 100;

    private ApiServer(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.First());

    public KubernetesClientConfiguration Configuration => new() { Host = Address };

    /// <summary>Merge patches, in order: path and body.</summary>
    public IReadOnlyList<string> Patches
    {
        get
        {
            lock (_lock)
                return [.. PatchesNeedsLock];
        }
    }

    private List<string> PatchesNeedsLock { get; } = [];

    public static async Task<ApiServer> StartAsync(int port = 0)
    {
        var server = new ApiServer(port);
        await server._app.StartAsync();
        return server;
    }

    public void Put(ModelDeployment value) => Put(Deployments, ObjectKey.Of(value), (JsonObject)JsonSerializer.SerializeToNode(value, ModelDeployment.JsonType)!);

    public void Put(V1EndpointSlice value)
    {
        var key = ObjectKey.Of(value);
        // Seen by who asks for all namespaces, and by who asks for its own.
        foreach (string collection in (string[])[Slices, Slices.Replace("/endpointslices", $"/namespaces/{key.Namespace}/endpointslices", StringComparison.Ordinal)])
            Put(collection, key, (JsonObject)JsonSerializer.SerializeToNode(value, V1EndpointSlice.JsonType)!);
    }

    public void DeleteDeployment(ObjectKey key)
    {
        lock (_lock)
        {
            if (_objects.Remove((Deployments, key), out var value))
                TellNeedsLock("DELETED", Deployments, value);
        }
    }

    public Task UntilPatchedAsync(Func<IReadOnlyList<string>, bool> condition) =>
        _patched.UntilAsync(() => condition(Patches), TimeSpan.FromSeconds(30), () => "Patches:\n" + string.Join('\n', Patches));

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            foreach (var (_, events) in _watches)
                events.Writer.TryComplete();
        }

        await _app.DisposeAsync();
    }

    private void Put(string collection, ObjectKey key, JsonObject value)
    {
        lock (_lock)
        {
            bool isNew = !_objects.ContainsKey((collection, key));
            value["metadata"]!["resourceVersion"] = $"{++_version}";
            _objects[(collection, key)] = value;
            TellNeedsLock(isNew ? "ADDED" : "MODIFIED", collection, value);
        }
    }

    private void TellNeedsLock(string type, string collection, JsonObject value)
    {
        string line = new JsonObject { ["type"] = type, ["object"] = value.DeepClone() }.ToJsonString() + "\n";
        foreach (var watch in _watches.Where(w => w.Collection == collection))
            watch.Events.Writer.TryWrite(line);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        if (http.Request.Method == "PATCH")
            await PatchAsync(http, path);
        else if (http.Request.Query["watch"] is [("true" or "1")])
            await WatchAsync(http, path);
        else
            await ListAsync(http, path);
    }

    private async Task PatchAsync(HttpContext http, string path)
    {
        using var reader = new StreamReader(http.Request.Body);
        string body = await reader.ReadToEndAsync();
        lock (_lock)
            PatchesNeedsLock.Add($"{path} {body}");
        _patched.Set();
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync("""{"metadata":{"name":"x"},"spec":{}}""");
    }

    private async Task ListAsync(HttpContext http, string path)
    {
        JsonObject list;
        lock (_lock)
        {
            var items = _objects.Where(o => o.Key.Collection == path).Select(o => (JsonNode)o.Value.DeepClone());
            list = new JsonObject { ["kind"] = "List", ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" }, ["items"] = new JsonArray([.. items]) };
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(list.ToJsonString());
    }

    private async Task WatchAsync(HttpContext http, string path)
    {
        var events = Channel.CreateUnbounded<string>();
        long from = long.Parse(http.Request.Query["resourceVersion"].ToString());
        lock (_lock)
        {
            // What came between the list and the watch.
            foreach (var (_, value) in _objects.Where(o => o.Key.Collection == path && long.Parse((string)o.Value["metadata"]!["resourceVersion"]!) > from))
                events.Writer.TryWrite(new JsonObject { ["type"] = "MODIFIED", ["object"] = value.DeepClone() }.ToJsonString() + "\n");
            _watches.Add((path, events));
        }

        http.Response.ContentType = "application/json";
        await http.Response.StartAsync();
        await foreach (string line in events.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync(line);
            await http.Response.Body.FlushAsync();
        }
    }
}
