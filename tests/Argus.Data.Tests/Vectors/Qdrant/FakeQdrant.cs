using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Tests.Vectors.Qdrant;

/// <summary>Qdrant's REST API as far as the client uses it, in memory. Where the contract is there, every request and every answer is held against it.</summary>
internal sealed class FakeQdrant : IAsyncDisposable
{
    public const string Key = "open sesame";
    private static readonly OpenApiCheck? Contract = TestData.Root is null ? null : new OpenApiCheck(JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "qdrant", "openapi.json")))!);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeCollection> _collections = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly WebApplication _app;

    private FakeQdrant(WebApplication app) => _app = app;

    /// <summary>Statuses of the next answers; 0 breaks the connection.</summary>
    public ConcurrentQueue<int> Failures { get; } = [];

    /// <summary>Method and path of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri Url => new(_app.Urls.Single());

    public static async Task<FakeQdrant> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeQdrant(builder.Build());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        return fake;
    }

    public void Add(string name, JsonNode config)
    {
        lock (_lock)
            _collections[name] = new FakeCollection(config);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Assert.Empty(_faults);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue($"{request.Method} {request.Path}");
        var body = request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0 ? await JsonNode.ParseAsync(request.Body) : null;
        if (Failures.TryDequeue(out int failure))
        {
            if (failure == 0)
                context.Abort();
            else
                await WriteAsync(context, failure, Error("told to fail"));
            return;
        }

        var operation = Contract?.Operation(request.Method, request.Path);
        if (Contract is not null)
        {
            Fault(operation is null ? ["there is no such operation"] : [.. Contract.Query(operation, request.Query.Keys), .. Contract.Request(operation, body)], request);
        }

        var (status, answer) = request.Headers["api-key"] == Key ? Answer(request, body) : (401, Error("Must provide an API key"));
        answer["time"] = 0.001;
        if (Contract is not null && operation is not null)
            Fault(Contract.Answer(operation, status, JsonNode.Parse(answer.ToJsonString())), request);
        await WriteAsync(context, status, answer);
    }

    private void Fault(IEnumerable<string> faults, HttpRequest request)
    {
        foreach (string fault in faults)
            _faults.Enqueue($"{request.Method} {request.Path}: {fault}");
    }

    private (int Status, JsonObject Answer) Answer(HttpRequest request, JsonNode? body)
    {
        string[] path = request.Path.Value!.Trim('/').Split('/');
        string call = $"{request.Method} {string.Join('/', path.Skip(2))}";
        lock (_lock)
        {
            if (call == "DELETE ")
                return Result(_collections.Remove(path[1]));
            if (!_collections.TryGetValue(path[1], out var collection))
            {
                if (call != "PUT ")
                    return (404, Error($"Not found: Collection `{path[1]}` doesn't exist!"));
                _collections[path[1]] = new FakeCollection(body!.DeepClone());
                return Result(true);
            }

            switch (call)
            {
                case "PUT ":
                    return (409, Error($"Wrong input: Collection `{path[1]}` already exists!"));
                case "GET ":
                    return Result(collection.Info);
                case "PATCH ":
                    collection.Update(body!);
                    return Result(true);
                case "PUT index":
                    return Result(Completed());
                case "PUT points":
                    return collection.Upsert(body!) is { } wrong ? (400, Error(wrong)) : Result(Completed());
                case "POST points/delete":
                    collection.Delete(body!);
                    return Result(Completed());
                case "POST points":
                    return Result(collection.Get(body!));
                case "POST points/query":
                    return Result(collection.Query(body!));
                case "POST points/scroll":
                    return Result(collection.Scroll(body!));
                case "POST points/count":
                    return Result(collection.Count(body!));
                default:
                    throw new InvalidOperationException($"The fake does not know {call}.");
            }
        }
    }

    private static JsonNode Completed() => new JsonObject { ["operation_id"] = 1, ["status"] = "completed" };

    private static (int Status, JsonObject Answer) Result(JsonNode result) => (200, new JsonObject { ["status"] = "ok", ["result"] = result });

    private static JsonObject Error(string text) => new() { ["status"] = new JsonObject { ["error"] = text } };

    private static async Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(JsonSerializerOptions.Default));
    }
}
