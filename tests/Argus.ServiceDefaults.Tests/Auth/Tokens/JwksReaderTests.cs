using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.ServiceDefaults.Auth.Tokens;
using Argus.Testing.Auth;

namespace Argus.ServiceDefaults.Tests.Auth.Tokens;

public sealed class JwksReaderTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    [Theory]
    [InlineData("""{"keys": [{"kty": "\ud800"}]}""")]
    [InlineData("""{"keys": [{"kty": "oct", "use": "\ud800", "k": "AAAA"}]}""")]
    [InlineData("""{"keys": [{"kty": "oct", "k": "\udc00"}]}""")]
    [InlineData("""{"\ud800": [], "keys": [{}]}""")]
    public void Read_TextThatIsNone_IsRefusedRatherThanThrown(string json) => Assert.NotNull(JwksReader.Read(Encoding.UTF8.GetBytes(json), out _, out _));

    [Fact]
    public void Read_ASet_PinsEachKeyToItsAlgorithms()
    {
        Assert.Null(JwksReader.Read(Encoding.UTF8.GetBytes(_issuer.Jwks), out var keys, out var leftOut));

        Assert.Empty(leftOut);
        Assert.Equal([("r", "RS256,PS256"), ("e", "ES256"), ("h", "HS256")], keys.Select(k => (k.Id, string.Join(',', k.Algorithms))));
    }

    [Fact]
    public void Read_AKeyWithAnAlgorithm_PinsItToThat()
    {
        var key = _issuer.RsaKey();
        key["alg"] = "PS256";

        Assert.Null(Read(out var keys, key));

        Assert.Equal(["PS256"], Assert.Single(keys).Algorithms);
    }

    [Fact]
    public void Read_AKeyForAnotherPurpose_IsLeftOut()
    {
        var other = _issuer.CurveKey();
        other["use"] = "enc";

        Assert.Null(JwksReader.Read(Set(_issuer.RsaKey(), other), out var keys, out var leftOut));

        Assert.Single(keys);
        Assert.Equal("key 2 is not for signatures.", Assert.Single(leftOut));
    }

    [Fact]
    public void Read_APrivateKey_IsRefusedWithoutRepeatingIt()
    {
        var key = _issuer.RsaKey();
        key["d"] = "SECRET";

        string? why = Read(out _, key);

        Assert.Contains("private key", why);
        Assert.DoesNotContain("SECRET", why);
    }

    [Fact]
    public void Read_WeakKeys_AreRefused()
    {
        using var weak = RSA.Create(1024);
        var parameters = weak.ExportParameters(false);
        var rsa = new JsonObject { ["kty"] = "RSA", ["n"] = TestIssuer.Encode(parameters.Modulus!), ["e"] = "AQAB" };
        var secret = new JsonObject { ["kty"] = "oct", ["k"] = TestIssuer.Encode(new byte[31]) };

        string? why = Read(out _, rsa, secret);

        Assert.Contains("2048 bits", why);
        Assert.Contains("32 bytes", why);
    }

    [Theory]
    [InlineData("""{"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}""", "cannot be read")]
    [InlineData("""{"kty": "EC", "crv": "P-521"}""", "another curve")]
    [InlineData("""{"kty": "RSA"}""", "cannot be read")]
    [InlineData("""{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}""", "neither RSA, EC nor oct")]
    [InlineData("""{}""", "neither RSA, EC nor oct")]
    [InlineData("5", "no object")]
    public void Read_NoKeyOfUse_SaysWhy(string key, string why) => Assert.Contains(why, JwksReader.Read(Encoding.UTF8.GetBytes($$"""{"keys": [{{key}}]}"""), out _, out _));

    [Theory]
    [InlineData("""{"keys": []}""", "no key for")]
    [InlineData("""[]""", "list named keys")]
    [InlineData("""{"keys": {}}""", "list named keys")]
    [InlineData("not json", "not valid JSON")]
    public void Read_NoSet_SaysWhy(string json, string why) => Assert.Contains(why, JwksReader.Read(Encoding.UTF8.GetBytes(json), out _, out _));

    public void Dispose() => _issuer.Dispose();

    private static string? Read(out System.Collections.Immutable.ImmutableArray<TokenKey> keys, params JsonNode[] all) => JwksReader.Read(Set(all), out keys, out _);

    private static byte[] Set(params JsonNode[] keys) => Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString());
}
