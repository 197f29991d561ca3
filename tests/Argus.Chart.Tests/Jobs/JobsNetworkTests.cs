using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Jobs;

/// <summary>Who may reach the pods of jobs, which ask nobody for a key, and what they may reach.</summary>
public sealed class JobsNetworkTests
{
    private const string Component = "app.kubernetes.io/component";

    [Theory]
    [InlineData(JobsPods.Alone, "argus-jobs", true)]
    [InlineData(JobsPods.Apart, "argus-jobs-api", true)]
    [InlineData(JobsPods.Apart, "argus-jobs-worker", false)]
    [InlineData(JobsPods.WithMedia, "argus-jobs-media", true)]
    public async Task Template_OnlyGatewayAndMonitoring_ReachThem(string scenario, string name, bool gateway)
    {
        var from = Policy(await new Scenario(scenario).ObjectsAsync(), name)["ingress"].List().SelectMany(r => r["from"].List()).ToList();

        Assert.All(Policy(await new Scenario(scenario).ObjectsAsync(), name)["ingress"].List(), rule => Assert.NotEmpty(rule["from"].List()));
        Assert.Equal(gateway, from.Any(f => (string?)f["podSelector"]?["matchLabels"]?[Component] == "gateway"));
        Assert.Single(from, f => (string?)f["namespaceSelector"]?["matchLabels"]?["kubernetes.io/metadata.name"] == "monitoring");
        // Pictures are fetched from, and results brought to, the pod that keeps them.
        Assert.Equal(name.EndsWith("media", StringComparison.Ordinal), from.Any(f => f["podSelector"]?["matchExpressions"].List().Any(e => e["values"].Texts().Contains("jobs-worker")) == true));
    }

    [Fact]
    public async Task Template_Workers_ReachAllThatTheValuesName()
    {
        var egress = Policy(await new Scenario(JobsPods.Apart).ObjectsAsync(), "argus-jobs-worker")["egress"].List().ToList();

        long[] ports = [.. egress.Where(r => r["to"] is null).SelectMany(r => r["ports"].List()).Where(p => (string?)p["protocol"] == "TCP").Select(p => (long)p["port"]!).Order()];
        Assert.Equal([53L, 443, 4317, 5433, 6333, 8000, 8100, 8101, 8883, 9093, 9094], ports);
        Assert.Contains(egress.SelectMany(r => r["to"].List()), t => (string?)t["podSelector"]?["matchLabels"]?[Component] == "gateway");
        Assert.Contains(egress.SelectMany(r => r["to"].List()), t => (string?)t["ipBlock"]?["cidr"] == "198.51.100.0/24");
    }

    [Fact]
    public async Task Template_WithoutValues_NothingOutsideIsReached()
    {
        var egress = Policy(await new Scenario(JobsPods.Alone).ObjectsAsync(), "argus-jobs")["egress"].List().Where(r => r["to"] is null);

        Assert.Equal([53L, 53L], egress.SelectMany(r => r["ports"].List()).Select(p => (long)p["port"]!));
    }

    [Fact]
    public async Task Template_Media_ReachesNothingButNames()
    {
        var objects = await JobsPods.TemplateAsync(JobsPods.Database);
        var egress = Policy(objects, "argus-jobs-media")["egress"].List().ToList();
        var worker = Policy(objects, "argus-jobs-worker")["egress"].List().SelectMany(r => r["to"].List());

        Assert.Equal([53L, 53L], Assert.Single(egress)["ports"].List().Select(p => (long)p["port"]!));
        Assert.Contains(worker, t => (string?)t["podSelector"]?["matchLabels"]?[Component] == "jobs-media");
    }

    [Theory]
    [InlineData(JobsPods.Alone)]
    [InlineData(JobsPods.Apart)]
    [InlineData(JobsPods.WithMedia)]
    public async Task Template_TheGateway_ReachesThemAndIsReachedByThem(string scenario)
    {
        var policy = Policy(await new Scenario(scenario).ObjectsAsync(), "argus-gateway");

        // Where gateway.networkPolicy.from lets in an ingress alone, too.
        Assert.Contains(policy["ingress"].List().SelectMany(r => r["from"].List()), f => Selects(f, "jobs-worker"));
        Assert.Contains(policy["egress"].List().SelectMany(r => r["to"].List()), t => Selects(t, "jobs-api") && Selects(t, "jobs-media") && Selects(t, "jobs"));
    }

    [Theory]
    [InlineData("http://models", 80)]
    [InlineData("https://models/argus", 443)]
    [InlineData("http://[fd00::1]:8100", 8100)]
    [InlineData("http://[fd00::1]", 80)]
    public async Task Template_ModelsElsewhere_AreReachedByTheirPort(string url, int port)
    {
        var egress = Policy(await JobsPods.TemplateAsync($"jobs.inference.url={url}"), "argus-jobs")["egress"].List().ToList();

        Assert.Contains(egress.SelectMany(r => r["ports"].List()), p => (long)p["port"]! == port);
        Assert.DoesNotContain(egress, r => r["to"] is not null);
    }

    private static bool Selects(JsonObject peer, string component) =>
        peer["podSelector"]?["matchExpressions"].List().Any(e => (string?)e["key"] == Component && e["values"].Texts().Contains(component)) == true;

    private static JsonNode Policy(IEnumerable<JsonObject> objects, string name) => objects.One("NetworkPolicy", name)["spec"]!;
}
