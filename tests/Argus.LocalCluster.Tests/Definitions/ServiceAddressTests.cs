using System.Net;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Definitions;

public class ServiceAddressTests
{
    private const string Services = "/api/v1/namespaces/default/services";

    [Fact]
    public async Task Create_WithoutAnAddress_GivesOneOfTheRangeThatStays()
    {
        await using var cluster = await RunningCluster.StartAsync();
        string address = await AddressAsync(cluster, Service("a"));
        Assert.True(IPNetwork.Parse("127.100.128.0/17").Contains(IPAddress.Parse(address)));
        var (_, changed) = await cluster.SendAsync("PATCH", Services + "/a", JsonNode.Parse("""{"spec":{"ports":[{"port":81}]}}"""), "application/merge-patch+json");
        Assert.Equal(address, (string?)changed!["spec"]!["clusterIP"]);
        var (_, replaced) = await cluster.SendAsync("PUT", Services + "/a", Service("a"));
        Assert.Equal(address, (string?)replaced!["spec"]!["clusterIP"]);
    }

    [Fact]
    public async Task Create_OfManyAtOnce_GivesEachAnother()
    {
        await using var cluster = await RunningCluster.StartAsync();
        string[] given = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AddressAsync(cluster, Service($"s{i}"))));
        Assert.Equal(60, given.Distinct().Count());
    }

    [Theory]
    [InlineData("127.100.128.77", "failed to allocate IP 127.100.128.77: provided IP is already allocated")]
    [InlineData("10.0.0.1", "failed to allocate IP 10.0.0.1: the provided IP (10.0.0.1) is not in the valid range. The range of valid IPs is 127.100.128.0/17")]
    [InlineData("nonsense", "must be a valid IP address")]
    public async Task Create_WithAnAddressThatCannotBeHad_IsRefused(string address, string why)
    {
        await using var cluster = await RunningCluster.StartAsync();
        Assert.Equal("127.100.128.77", await AddressAsync(cluster, Service("first", "127.100.128.77")));
        var (code, body) = await cluster.SendAsync("POST", Services, Service("second", address));
        Assert.Equal(422, code);
        Assert.Contains(why, (string?)body!["message"]);
    }

    [Fact]
    public async Task Address_OfAServiceThatIsGoneOrBecameAName_IsFreeAgain()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await AddressAsync(cluster, Service("a", "127.100.128.9"));
        await cluster.SendAsync("DELETE", Services + "/a");
        Assert.Equal("127.100.128.9", await AddressAsync(cluster, Service("b", "127.100.128.9")));
        var (code, named) = await cluster.SendAsync("PATCH", Services + "/b", JsonNode.Parse("""{"spec":{"type":"ExternalName","externalName":"example.org"}}"""), "application/merge-patch+json");
        Assert.Equal((200, false), (code, named!["spec"]!.AsObject().ContainsKey("clusterIP")));
        Assert.Equal("127.100.128.9", await AddressAsync(cluster, Service("c", "127.100.128.9")));
        var (_, back) = await cluster.SendAsync("PATCH", Services + "/b", JsonNode.Parse("""{"spec":{"type":"ClusterIP","externalName":null}}"""), "application/merge-patch+json");
        Assert.NotEqual("127.100.128.9", (string?)back!["spec"]!["clusterIP"]);
        Assert.NotNull(back["spec"]!["clusterIP"]);
    }

    [Fact]
    public async Task Create_AsADryRun_HoldsNoAddress()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var (code, _) = await cluster.SendAsync("POST", Services + "?dryRun=All", Service("a", "127.100.128.9"));
        Assert.Equal(201, code);
        Assert.Equal("127.100.128.9", await AddressAsync(cluster, Service("b", "127.100.128.9")));
    }

    [Fact]
    public async Task Addresses_AfterAKill_AreStillTaken()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var cluster = await ClusterProcess.StartAsync(folder.Path))
        {
            first = (string)(await cluster.SendAsync("POST", Services, Service("a"))).Body!["spec"]!["clusterIP"]!;
            await cluster.KillAsync();
        }

        await using var again = await ClusterProcess.StartAsync(folder.Path);
        Assert.Equal(422, (await again.SendAsync("POST", Services, Service("b", first))).Code);
        Assert.NotEqual(first, (string?)(await again.SendAsync("POST", Services, Service("c"))).Body!["spec"]!["clusterIP"]);
    }

    private static async Task<string> AddressAsync(RunningCluster cluster, JsonObject service)
    {
        var (code, body) = await cluster.SendAsync("POST", Services, service);
        Assert.True(code == 201, body?.ToString());
        string address = (string)body!["spec"]!["clusterIP"]!;
        Assert.Equal(address, (string?)body["spec"]!["clusterIPs"]![0]);
        return address;
    }

    private static JsonObject Service(string name, string? address = null)
    {
        var spec = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }), ["selector"] = new JsonObject { ["a"] = "b" } };
        if (address is not null)
            spec["clusterIP"] = address;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Service", ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
    }
}
