using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Operator.Tests.Reconciling;

/// <summary>The whole process against an API server and pods that answer over HTTP.</summary>
public sealed class OperatorTests
{
    private const string Deployments = "/apis/argus.dev/v1alpha1/namespaces/ns/modeldeployments";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_AModelDeployment_GetsChildrenAndIsReadyOnceItsPodSaysSo()
    {
        await using var world = await World.StartAsync();
        string digest = world.Apply("faces", new JsonObject { ["pack"] = "one" });
        await world.Until(() => world.Reason("faces") == "Starting");
        Assert.NotNull(world.Server.Find("/apis/apps/v1/namespaces/ns/deployments/faces"));

        await using var pod = await Pod.StartAsync("127.91.0.1", digest);
        world.PutPod("faces", "127.91.0.1");
        await world.Until(() => world.Reason("faces") == "Serving");

        var status = world.Server.Find($"{Deployments}/faces")!["status"]!;
        Assert.Equal((digest, 1, "cpu"), ((string?)status["digest"], (int?)status["readyReplicas"], (string?)status["accelerator"]!["actual"]));
        await world.Until(() => world.Server.Writes.Any(w => w.Contains("/events", StringComparison.Ordinal)));
        // Nothing is written twice, however many looks there were.
        Assert.Single(world.Server.Writes, w => w.EndsWith("/deployments/faces", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_APodWithAnotherDigest_IsNamedAndNeverReady()
    {
        await using var world = await World.StartAsync();
        world.Apply("faces", new JsonObject { ["pack"] = "one" });
        await world.Until(() => world.Reason("faces") == "Starting");

        await using var pod = await Pod.StartAsync("127.91.0.2", "sha256:feed");
        world.PutPod("faces", "127.91.0.2");

        await world.Until(() => world.Reason("faces") == "DigestMismatch");
    }

    [Fact]
    public async Task Run_AServiceOfAnotherInTheWay_IsNamedAndLeftAlone()
    {
        await using var world = await World.StartAsync();
        var foreign = (JsonObject)JsonNode.Parse("""{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "faces", "namespace": "ns" }, "spec": { "selector": { "app": "shop" } } }""")!;
        world.Server.Put("/api/v1/namespaces/ns/services/faces", foreign);
        var before = world.Server.Find("/api/v1/namespaces/ns/services/faces")!.ToJsonString();

        world.Apply("faces", new JsonObject { ["pack"] = "one" });
        await world.Until(() => world.Reason("faces") == "NameTaken");

        Assert.Equal(before, world.Server.Find("/api/v1/namespaces/ns/services/faces")!.ToJsonString());
        Assert.DoesNotContain(world.Server.Writes, w => w.StartsWith("PATCH /api/v1", StringComparison.Ordinal) || w.StartsWith("PATCH /apis/networking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ANameTakenWhileItActs_IsNamedAndWhatCameBeforeIsTakenBack()
    {
        await using var world = await World.StartAsync();
        var foreign = (JsonObject)JsonNode.Parse("""{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "faces", "namespace": "ns" }, "spec": { "selector": { "app": "shop" } } }""")!;
        world.Server.Fault = path =>
        {
            if (path.Contains("/networkpolicies/", StringComparison.Ordinal) && world.Server.Find("/api/v1/namespaces/ns/services/faces") is null)
                world.Server.Put("/api/v1/namespaces/ns/services/faces", foreign);
            return null;
        };

        world.Apply("faces", new JsonObject { ["pack"] = "one" });
        await world.Until(() => world.Reason("faces") == "NameTaken");

        Assert.Contains(world.Server.Writes, w => w.StartsWith("PATCH", StringComparison.Ordinal) && w.Contains("/networkpolicies/", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Server.Paths, p => p.Contains("/configmaps/", StringComparison.Ordinal) || p.Contains("/networkpolicies/", StringComparison.Ordinal) || p.Contains("/deployments/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_APackThatComesLater_IsTakenUp()
    {
        await using var world = await World.StartAsync();
        world.Apply("faces", new JsonObject { ["pack"] = "late" });
        await world.Until(() => world.Reason("faces") == "PackNotFound");

        world.PutPack(Generated.Packs[0] with { Metadata = new() { Name = "late" } });

        await world.Until(() => world.Reason("faces") == "Starting");
    }

    [Fact]
    public async Task Run_AStormOfConflictsAndErrors_ConvergesQuietly()
    {
        await using var world = await World.StartAsync();
        var seen = new ConcurrentDictionary<string, int>();
        int faults = 0;
        // Every path fails twice: first as a conflict, then as an error of the server.
        world.Server.Fault = path => path.Contains("/events", StringComparison.Ordinal) ? null : seen.AddOrUpdate(path, 1, (_, n) => n + 1) switch
        {
            1 => Interlocked.Increment(ref faults) > 0 ? 409 : null,
            2 => Interlocked.Increment(ref faults) > 0 ? 500 : null,
            _ => null,
        };

        for (int i = 0; i < 5; i++)
            world.Apply($"faces-{i}", new JsonObject { ["pack"] = "one" });

        await world.Until(() => Enumerable.Range(0, 5).All(i => world.Reason($"faces-{i}") == "Starting"));
        Assert.True(faults > 20);
        Assert.Equal(5, world.Server.Paths.Count(p => p.Contains("/deployments/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Webhook_AReviewOfAPackThatIsNotThere_IsDenied()
    {
        await using var world = await World.StartAsync();
        const string review = """{"request":{"uid":"u","kind":{"kind":"ModelDeployment"},"operation":"CREATE","object":{"metadata":{"name":"a"},"spec":{"task":"face-detection","model":{"pack":"gone"}}}}}""";

        using var http = new HttpClient();
        var answer = await http.PostAsync(new Uri(world.Operator, "/validate"), new StringContent(review));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.False((bool)body["response"]!["allowed"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(new Uri(world.Operator, "/validate"), new StringContent("no"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(world.Operator, "/health/ready"))).StatusCode);
        Assert.Contains("argus_leader 1", await http.GetStringAsync(new Uri(world.Operator, "/metrics")));
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly WebApplication _operator;

        private World(TestApiServer server, WebApplication app) => (Server, _operator) = (server, app);

        public TestApiServer Server { get; }

        public Uri Operator => new(_operator.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

        public static async Task<World> StartAsync()
        {
            var server = await TestApiServer.StartAsync();
            var options = new OperatorOptions { Host = "127.0.0.1", Port = 0, LeaderElection = false, LogLevel = LogLevel.Error };
            var app = OperatorApp.Create(options, new KubernetesClientConfiguration { Host = server.Address });
            var world = new World(server, app);
            foreach (var pack in Generated.Packs)
                world.PutPack(pack);
            await app.StartAsync();
            return world;
        }

        public void PutPack(ModelPack pack) =>
            Server.Put($"/apis/argus.dev/v1alpha1/modelpacks/{pack.Metadata.Name}", (JsonObject)JsonSerializer.SerializeToNode(pack, ArgusJson.Default.ModelPack)!);

        /// <summary>Applies a ModelDeployment, and tells the digest that its pods must report.</summary>
        public string Apply(string name, JsonObject model)
        {
            Server.Put($"{Deployments}/{name}", new JsonObject
            {
                ["apiVersion"] = "argus.dev/v1alpha1",
                ["kind"] = "ModelDeployment",
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns" },
                ["spec"] = new JsonObject { ["task"] = "face-embedding", ["model"] = model },
            });
            return ModelDigest.Possible(Generated.Packs[0].Spec.Files)[0];
        }

        public string? Reason(string name) =>
            (string?)(Server.Find($"{Deployments}/{name}")?["status"]?["conditions"] as JsonArray)?.FirstOrDefault(c => (string?)c!["type"] == "Ready")?["reason"];

        public void PutPod(string name, string ip)
        {
            var labels = Server.Find($"/apis/apps/v1/namespaces/ns/deployments/{name}")!["spec"]!["template"]!["metadata"]!["labels"]!;
            var pod = (JsonObject)JsonNode.Parse($$"""
                {
                  "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "{{name}}-1", "namespace": "ns" },
                  "spec": { "nodeName": "n" },
                  "status": {
                    "phase": "Running", "podIP": "{{ip}}", "conditions": [{ "type": "PodScheduled", "status": "True" }, { "type": "Ready", "status": "True" }],
                    "containerStatuses": [{ "name": "{{Names.Container}}", "image": "i", "imageID": "i", "ready": true, "restartCount": 0, "state": { "running": {} } }]
                  }
                }
                """)!;
            pod["metadata"]!["labels"] = labels.DeepClone();
            Server.Put($"/api/v1/namespaces/ns/pods/{name}-1", pod);
        }

        /// <summary>Waits for what the operator writes; woken by every write.</summary>
        public async Task Until(Func<bool> condition)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!condition())
                await Server.Changed.WaitAsync(patience.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _operator.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    private sealed class Pod : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Pod(WebApplication app) => _app = app;

        public static async Task<Pod> StartAsync(string ip, string digest)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://{ip}:{Names.PortNumber}");
            var app = builder.Build();
            app.Run(http => http.Response.WriteAsync($$$"""{"status":"healthy","onnx_providers":["CPUExecutionProvider"],"model_digest":"{{{digest}}}","accelerator":{"requested":"cpu","actual":"cpu","fallback_nodes":0}}"""));
            await app.StartAsync();
            return new Pod(app);
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
