using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Operator.Tests.Testing;

/// <summary>As much of an API server as the operator needs, over HTTP: lists, watches, reads, creates, applies and deletes, of any kind.</summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(string Collection, Channel<string> Events)> _watches = [];
    private long _version = 100;

    private TestApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Requests that change something, in order: method and path.</summary>
    public ConcurrentQueue<string> Writes { get; } = [];

    /// <summary>Lists of metadata alone, in order: paths.</summary>
    public ConcurrentQueue<string> MetadataLists { get; } = [];

    /// <summary>Released by every change of an object.</summary>
    public SemaphoreSlim Changed { get; } = new(0);

    /// <summary>Answers a write with this status instead of doing it; null lets it through.</summary>
    public Func<string, int?> Fault { get; set; } = _ => null;

    public static async Task<TestApiServer> StartAsync()
    {
        var server = new TestApiServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>An object by its path, or null.</summary>
    public JsonObject? Find(string path)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(path)?.DeepClone() as JsonObject;
    }

    /// <summary>Paths of all objects.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_lock)
                return [.. _objects.Keys];
        }
    }

    /// <summary>Stores an object as a user or a controller would, and tells watchers.</summary>
    public void Put(string path, JsonObject value)
    {
        lock (_lock)
            StoreNeedsLock(path, (JsonObject)value.DeepClone());
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            foreach (var watch in _watches)
                watch.Events.Writer.TryComplete();
        }

        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        string method = http.Request.Method;
        if (method == "GET")
        {
            await ReadAsync(http, path);
            return;
        }

        var body = http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0 ? (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))! : [];
        Writes.Enqueue($"{method} {path}");
        if (Fault(path) is { } fault)
        {
            await StatusAsync(http, fault, fault == 409 ? "Conflict" : "InternalError");
            return;
        }

        bool isForced = http.Request.Query["force"] == "true";
        var (status, answer) = Write(method, path, body, isForced);
        if (answer is null)
            await StatusAsync(http, status, status == 409 ? "Conflict" : "NotFound");
        else
            await JsonAsync(http, status, answer);
    }

    private (int Status, JsonObject? Answer) Write(string method, string path, JsonObject body, bool isForced)
    {
        lock (_lock)
        {
            bool isStatus = path.EndsWith("/status", StringComparison.Ordinal);
            string key = isStatus ? path[..^"/status".Length] : method == "POST" ? $"{path}/{body["metadata"]!["name"] ?? $"generated-{_version}"}" : path;
            var there = _objects.GetValueOrDefault(key);
            switch (method)
            {
                case "DELETE":
                    if (there is null)
                        return (404, null);
                    _objects.Remove(key);
                    TellNeedsLock("DELETED", key, there);
                    return (200, new JsonObject { ["kind"] = "Status", ["status"] = "Success" });
                case "PATCH" when isStatus && there is null:
                    return (404, null);
                case "PATCH" when isStatus:
                    var changed = (JsonObject)there!.DeepClone();
                    changed["status"] = body["status"]!.DeepClone();
                    return (200, StoreNeedsLock(key, changed));
                // Somebody else's object in the way: the fields of it are not given away for nothing.
                case "PATCH" when there is not null && !isForced && !FakeCluster.IsOurs(there):
                    return (409, null);
                case "PATCH":
                    return (there is null ? 201 : 200, StoreNeedsLock(key, FakeCluster.Applied(body, there)));
                default:
                    return (method == "POST" ? 201 : 200, StoreNeedsLock(key, body));
            }
        }
    }

    private JsonObject StoreNeedsLock(string path, JsonObject value)
    {
        var before = _objects.GetValueOrDefault(path);
        var metadata = (JsonObject)(value["metadata"] ??= new JsonObject());
        metadata["uid"] = before?["metadata"]!["uid"]?.DeepClone() ?? $"uid-{path}";
        metadata["generation"] ??= 1;
        metadata["resourceVersion"] = before?["metadata"]!["resourceVersion"]?.DeepClone();
        // A write that changes nothing is none.
        if (before is not null && JsonNode.DeepEquals(before, value))
            return before;
        metadata["resourceVersion"] = $"{++_version}";
        _objects[path] = value;
        Changed.Release();
        TellNeedsLock(before is null ? "ADDED" : "MODIFIED", path, value);
        return value;
    }

    private void TellNeedsLock(string type, string path, JsonObject value)
    {
        string line = new JsonObject { ["type"] = type, ["object"] = value.DeepClone() }.ToJsonString() + "\n";
        foreach (var (collection, events) in _watches)
        {
            if (IsIn(path, collection))
                events.Writer.TryWrite(line);
        }
    }

    private async Task ReadAsync(HttpContext http, string path)
    {
        if (http.Request.Query["watch"] is [("true" or "1")])
        {
            await WatchAsync(http, path);
            return;
        }

        JsonObject? found;
        lock (_lock)
        {
            found = _objects.GetValueOrDefault(path)?.DeepClone() as JsonObject;
            string last = path.Split('/')[^1];
            bool isCollection = found is null && last is "modeldeployments" or "modelpacks" or "pods" or "configmaps" or "services" or "deployments" or "networkpolicies" or "poddisruptionbudgets" or "horizontalpodautoscalers";
            if (isCollection)
            {
                bool isMetadata = http.Request.Headers.Accept.ToString().Contains("as=PartialObjectMetadataList", StringComparison.Ordinal);
                if (isMetadata)
                    MetadataLists.Enqueue(path);
                var items = _objects.Where(o => IsIn(o.Key, path) && IsSelected(o.Value, http.Request.Query["labelSelector"].ToString()))
                    .Select(o => isMetadata ? new JsonObject { ["metadata"] = o.Value["metadata"]!.DeepClone() } : o.Value.DeepClone());
                found = new JsonObject { ["kind"] = "List", ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" }, ["items"] = new JsonArray([.. items]) };
            }
        }

        await (found is null ? StatusAsync(http, 404, "NotFound", path.Split('/')[^1]) : JsonAsync(http, 200, found));
    }

    private async Task WatchAsync(HttpContext http, string path)
    {
        var events = Channel.CreateUnbounded<string>();
        long from = long.Parse(http.Request.Query["resourceVersion"].ToString());
        lock (_lock)
        {
            // What came between the list and the watch.
            foreach (var (key, value) in _objects.Where(o => IsIn(o.Key, path) && long.Parse((string)o.Value["metadata"]!["resourceVersion"]!) > from))
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

    // Only what leaves out one value: whoever asks for a value gets the others too.
    private static bool IsSelected(JsonObject value, string selector) =>
        selector.Split("!=") is not [var label, var unwanted] || (string?)value["metadata"]!["labels"]?[label] != unwanted;

    // /apis/g/v/plural holds /apis/g/v/namespaces/ns/plural/name.
    private static bool IsIn(string path, string collection)
    {
        string[] parts = path.Split('/'), wanted = collection.Split('/');
        return parts[^2] == wanted[^1] && path.StartsWith(string.Join('/', wanted[..^1]), StringComparison.Ordinal);
    }

    private static Task StatusAsync(HttpContext http, int code, string reason, string? name = null) => JsonAsync(http, code, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["code"] = code,
        ["message"] = reason,
        ["details"] = new JsonObject { ["name"] = name },
    });

    private static Task JsonAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString());
    }
}
