using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Jobs;

/// <summary>Workers show a key to the gateway, which takes it for pictures and nothing else.</summary>
public sealed class JobsKeyTests
{
    private const string Key = "argus-jobs-key";
    private const string Hash = "argus-jobs-key-hash";

    [Fact]
    public async Task Template_TheGateway_IsGivenTheHashOfTheWorkersKey()
    {
        var objects = await JobsPods.TemplateAsync();
        string key = Text(objects.One("Secret", Key)["data"]!["key"]);

        var file = JsonNode.Parse(Text(objects.One("Secret", Hash)["data"]!["jobs"]))!.AsObject();

        Assert.Matches("^argus_[A-Za-z0-9]{48}$", key);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), (string?)file["sha256"]);
        Assert.Equal(["/detect", "/embed/image", "/score"], file["paths"].Texts());
        Assert.NotEqual(key, Text(objects.One("Secret", "argus-gateway-first-key")["data"]!["key"]));
    }

    [Theory]
    [InlineData("argus-gateway-keys")]
    [InlineData("callers", "gateway.auth.existingSecret=callers")]
    [InlineData(null, "gateway.auth.jwt.existingSecret=a", "gateway.auth.jwt.issuer=b", "gateway.auth.jwt.audience=c")]
    public async Task Template_TheGateway_TakesItBesideTheKeysOfCallers(string? others, params string[] values)
    {
        var objects = await JobsPods.TemplateAsync(values);
        var gateway = objects.One("Deployment", "argus-gateway");

        string[] wanted = others is null ? [Hash] : [others, Hash];
        Assert.Equal(wanted, gateway["spec"]!["template"]!["spec"]!["volumes"].List().Single(v => (string?)v["name"] == "keys").Sources());
        Assert.Contains(gateway.Container()["env"].List(), e => (string?)e["name"] == "ARGUS_API_KEYS");
    }

    [Theory]
    [InlineData("gateway.auth.disabled=true", null)]
    [InlineData("jobs.inference.existingSecret=mine", "mine")]
    [InlineData("gateway.auth.generateKey=false", Key)]
    [InlineData("jobs.inference.url=http://models:8100", null)]
    public async Task Template_WhereNoneIsWanted_NoneIsMade(string value, string? mounted)
    {
        var objects = await JobsPods.TemplateAsync(value);

        Assert.DoesNotContain(objects.Of("Secret"), s => s.Name() is Key or Hash);
        Assert.Equal(mounted, JobsPods.Of(objects).Single()["spec"]!["template"]!["spec"]!["volumes"].List().SingleOrDefault(v => (string?)v["name"] == "inference")?.Sources().Single());
    }

    private static string Text(JsonNode? value) => Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));
}
