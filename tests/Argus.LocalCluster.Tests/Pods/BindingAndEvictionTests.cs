using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Pods;

public class BindingAndEvictionTests
{
    private const string Collection = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task Binding_OfAPod_PlacesItOnceAndForAll()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.SendAsync("POST", "/api/v1/nodes", JsonNode.Parse("""{"metadata":{"name":"n","labels":{"topology.kubernetes.io/zone":"z","other":"x"}}}"""));
        await CreateAsync(cluster, "p");
        Assert.Equal(201, (await cluster.SendAsync("POST", $"{Collection}/p/binding", Target("n"))).Code);
        var (_, pod) = await cluster.SendAsync("GET", $"{Collection}/p");
        Assert.Equal("n", (string?)pod!["spec"]!["nodeName"]);
        Assert.Equal("True", (string?)pod["status"]!["conditions"]![0]!["status"]);
        Assert.Equal("""{"app":"p","topology.kubernetes.io/zone":"z"}""", pod["metadata"]!["labels"]!.ToJsonString());

        var (again, refused) = await cluster.SendAsync("POST", $"{Collection}/p/binding", Target("m"));
        Assert.Equal((409, "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node \"n\""), (again, (string?)refused!["message"]));
    }

    [Fact]
    public async Task Binding_ThatCannotBe_IsRefused()
    {
        await using var cluster = await RunningCluster.StartAsync();
        Assert.Equal(404, (await cluster.SendAsync("POST", $"{Collection}/absent/binding", Target("n"))).Code);
        await CreateAsync(cluster, "p");
        Assert.Equal(422, (await cluster.SendAsync("POST", $"{Collection}/p/binding", new JsonObject())).Code);
        await cluster.SendAsync("PATCH", $"{Collection}/p", JsonNode.Parse("""{"metadata":{"finalizers":["a.dev/hold"]}}"""), "application/merge-patch+json");
        await cluster.SendAsync("DELETE", $"{Collection}/p");
        var (code, body) = await cluster.SendAsync("POST", $"{Collection}/p/binding", Target("n"));
        Assert.Equal(409, code);
        Assert.Contains("is being deleted, cannot be assigned to a host", (string?)body!["message"]);
    }

    [Fact]
    public async Task Eviction_OfMoreThanABudgetAllows_IsRefusedAndTakesNothing()
    {
        await using var cluster = await RunningCluster.StartAsync();
        foreach (string name in (string[])["a", "b", "other"])
            await RunAsync(cluster, name, name == "other" ? "other" : "web");
        await BudgetAsync(cluster, "web", allowed: 1);

        Assert.Equal(201, (await EvictAsync(cluster, "a", "?dryRun=All")).Code);
        Assert.Equal(1, await AllowedAsync(cluster));
        Assert.Equal(201, (await EvictAsync(cluster, "a")).Code);
        Assert.Equal(0, await AllowedAsync(cluster));
        var (_, evicted) = await cluster.SendAsync("GET", $"{Collection}/a");
        Assert.NotNull(evicted!["metadata"]!["deletionTimestamp"]);
        Assert.Contains(evicted["status"]!["conditions"]!.AsArray(), c => (string?)c!["type"] == "DisruptionTarget" && (string?)c["reason"] == "EvictionByEvictionAPI");

        var (code, body) = await EvictAsync(cluster, "b");
        Assert.Equal((429, "Cannot evict pod as it would violate the pod's disruption budget."), (code, (string?)body!["message"]));
        Assert.Equal("The disruption budget web needs 1 healthy pods and has 2 currently", (string?)body["details"]!["causes"]![0]!["message"]);
        Assert.Null((await cluster.SendAsync("GET", $"{Collection}/b")).Body!["metadata"]!["deletionTimestamp"]);
        // What no budget covers may go, and so may what is going already.
        Assert.Equal(201, (await EvictAsync(cluster, "other")).Code);
        Assert.Equal(201, (await EvictAsync(cluster, "a")).Code);
        Assert.Equal(404, (await EvictAsync(cluster, "absent")).Code);
    }

    [Fact]
    public async Task Eviction_BeforeTheBudgetWasLookedAt_IsToBeTriedAgain()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await RunAsync(cluster, "a", "web");
        await cluster.SendAsync("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", Budget("web"));
        var (code, body) = await EvictAsync(cluster, "a");
        Assert.Equal((429, 10), (code, (int?)body!["details"]!["retryAfterSeconds"]));
    }

    private static async Task BudgetAsync(RunningCluster cluster, string name, int allowed)
    {
        await cluster.SendAsync("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", Budget(name));
        var status = JsonNode.Parse($$$"""{"status":{"observedGeneration":1,"disruptionsAllowed":{{{allowed}}},"currentHealthy":2,"desiredHealthy":1,"expectedPods":2}}""");
        var (code, body) = await cluster.SendAsync("PATCH", $"/apis/policy/v1/namespaces/default/poddisruptionbudgets/{name}/status", status, "application/merge-patch+json");
        Assert.True(code == 200, body?.ToString());
    }

    private static JsonNode Budget(string name) => JsonNode.Parse($$"""{ "metadata": { "name": "{{name}}" }, "spec": { "minAvailable": 1, "selector": { "matchLabels": { "app": "{{name}}" } } } }""")!;

    private static async Task<int> AllowedAsync(RunningCluster cluster) =>
        (int)(await cluster.SendAsync("GET", "/apis/policy/v1/namespaces/default/poddisruptionbudgets/web")).Body!["status"]!["disruptionsAllowed"]!;

    private static Task<(int Code, JsonNode? Body)> EvictAsync(RunningCluster cluster, string pod, string query = "") =>
        cluster.SendAsync("POST", $"{Collection}/{pod}/eviction{query}", new JsonObject { ["apiVersion"] = "policy/v1", ["kind"] = "Eviction", ["metadata"] = new JsonObject { ["name"] = pod } });

    private static JsonObject Target(string node) => new() { ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node } };

    private static async Task RunAsync(RunningCluster cluster, string name, string app)
    {
        await CreateAsync(cluster, name, app);
        Assert.Equal(201, (await cluster.SendAsync("POST", $"{Collection}/{name}/binding", Target("n"))).Code);
        await cluster.SendAsync("PATCH", $"{Collection}/{name}/status", JsonNode.Parse("""{"status":{"phase":"Running"}}"""), "application/merge-patch+json");
    }

    private static async Task CreateAsync(RunningCluster cluster, string name, string? app = null)
    {
        var (code, body) = await cluster.SendAsync("POST", Collection, JsonNode.Parse($$$"""
            {"metadata":{"name":"{{{name}}}","labels":{"app":"{{{app ?? name}}}"}},"spec":{"containers":[{"name":"c","image":"x"}]}}
            """));
        Assert.True(code == 201, body?.ToString());
    }
}
