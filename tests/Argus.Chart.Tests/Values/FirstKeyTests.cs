using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Values;

/// <summary>The API key that a release begins with: the gateway gets its hash, and nobody's key is that of another release.</summary>
public sealed class FirstKeyTests
{
    private const string Key = "argus-gateway-first-key";
    private const string Hashes = "argus-gateway-keys";

    [Fact]
    public async Task Template_TheGateway_IsGivenTheHashOfTheKey()
    {
        var secrets = TestYaml.ReadAll(await HelmRun.TemplateAsync()).Of("Secret").ToDictionary(s => s.Name(), s => s["data"]!);
        string key = Text(secrets[Key]["key"]);

        var file = JsonNode.Parse(Text(secrets[Hashes]["default"]))!.AsObject();

        Assert.Matches("^argus_[A-Za-z0-9]{48}$", key);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), (string?)file["sha256"]);
        Assert.Single(file);
    }

    [Fact]
    public async Task Template_TwoReleases_HaveTwoKeys()
    {
        string[] keys = [await KeyAsync(), await KeyAsync()];

        Assert.NotEqual(keys[0], keys[1]);

        static async Task<string> KeyAsync() => Text(TestYaml.ReadAll(await HelmRun.TemplateAsync()).One("Secret", Key)["data"]!["key"]);
    }

    [Theory]
    [InlineData("gateway.auth.generateKey=false")]
    [InlineData("gateway.auth.disabled=true")]
    [InlineData("gateway.auth.existingSecret=callers")]
    [InlineData("gateway.enabled=false,jobs.enabled=false")]
    [InlineData("gateway.auth.jwt.existingSecret=a,gateway.auth.jwt.issuer=b,gateway.auth.jwt.audience=c")]
    public async Task Template_WhereNoneIsWanted_NoneIsMade(string value) =>
        Assert.DoesNotContain(TestYaml.ReadAll(await HelmRun.TemplateAsync("--set", value)), o => o.Name() is Key or Hashes);

    private static string Text(JsonNode? value) => Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));
}
