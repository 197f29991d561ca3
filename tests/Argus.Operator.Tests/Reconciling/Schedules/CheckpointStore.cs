using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Operator.Tests.Reconciling.Schedules;

/// <summary>Checkpoints as a dataset service offers them, made from the classes of the self-test pack.</summary>
internal sealed class CheckpointStore : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _files = [];
    private readonly WebApplication _app;

    private CheckpointStore()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/datasets/{**path}", (string path) => _files.TryGetValue(path, out byte[]? file) ? Results.Bytes(file, "application/json") : Results.NotFound());
    }

    /// <summary>Where the current one is told.</summary>
    public string Current => $"{_app.Urls.Single()}/datasets/models/current.json";

    public static async Task<CheckpointStore> StartAsync()
    {
        var store = new CheckpointStore();
        await store._app.StartAsync();
        return store;
    }

    /// <summary>Makes a checkpoint the current one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="classes">How many classes it has.</param>
    /// <param name="model">The model that it says it is of; null for that of the pack.</param>
    /// <param name="isWhole">Whether its file is the one that current.json tells the hash of.</param>
    /// <returns>The hash that is told.</returns>
    public string Publish(string name, int classes, string? model = null, bool isWhole = true)
    {
        var centroids = JsonNode.Parse(File.ReadAllBytes(Path.Combine(TestData.Repository, "models", "selftest", "classes.json")))!;
        centroids["classes"] = new JsonArray([.. centroids["classes"]!.AsArray().Take(classes).Select(c => c!.DeepClone())]);
        if (model is not null)
            centroids["model_digest"] = model;
        byte[] file = Encoding.UTF8.GetBytes(centroids.ToJsonString());
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        _files[$"models/checkpoints/{name}/centroids.json"] = isWhole ? file : [.. file, (byte)' '];
        var current = new JsonObject { ["checkpoint"] = $"models/checkpoints/{name}", ["centroids_sha256"] = sha256, ["model_digest"] = "any" };
        _files["models/current.json"] = Encoding.UTF8.GetBytes(current.ToJsonString());
        return sha256;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
