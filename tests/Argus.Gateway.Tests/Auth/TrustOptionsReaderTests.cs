using System.Collections.Immutable;
using Argus.Gateway.Auth;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Configuration;
using Argus.Testing.Auth;

namespace Argus.Gateway.Tests.Auth;

public sealed class TrustOptionsReaderTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly TestIssuer _issuer = new();

    [Fact]
    public void Read_Nothing_IsRefusedAndSaysWhatToSet()
    {
        string error = Assert.Single(Read(out _));

        Assert.All(["ARGUS_API_KEYS", "ARGUS_JWT_KEYS", "AUTH_DISABLED=true", "argus key create"], word => Assert.Contains(word, error));
    }

    [Theory]
    [InlineData("AUTH_DISABLED", "true", true)]
    [InlineData("AUTH_DISABLED", "1", true)]
    [InlineData("TEST_MODE", "TRUE", true)]
    public void Read_AuthDisabled_NeedsNoKeys(string name, string value, bool disabled)
    {
        Assert.Empty(Read(out var options, (name, value)));

        Assert.Equal(disabled, options.Disabled);
    }

    [Fact]
    public void Read_AuthDisabledBesideKeys_IsRefused() => Assert.Contains("take one of them away", Assert.Single(Read(out _, ("AUTH_DISABLED", "true"), ("ARGUS_API_KEYS", _keys.Folder))));

    [Fact]
    public void Read_AuthDisabledMisspelt_IsRefused() => Assert.Contains(Read(out _, ("AUTH_DISABLED", "ture"), ("ARGUS_API_KEYS", _keys.Folder)), e => e.Contains("AUTH_DISABLED must be one of", StringComparison.Ordinal));

    [Fact]
    public void Read_AFolderThatIsNone_IsRefused() => Assert.Contains("must be a folder", Assert.Single(Read(out _, ("ARGUS_API_KEYS", _keys.Folder + "/none"))));

    [Fact]
    public void Read_TokensWithoutAudience_IsRefused()
    {
        _keys.Write("jwks.json", _issuer.Jwks);

        Assert.Contains("ARGUS_JWT_AUDIENCE", Assert.Single(Read(out _, ("ARGUS_JWT_KEYS", _keys.Folder + "/jwks.json"), ("ARGUS_JWT_ISSUER", "x"))));
    }

    [Fact]
    public void Read_AnIssuerWithoutKeys_IsRefused() => Assert.Contains(Read(out _, ("ARGUS_API_KEYS", _keys.Folder), ("ARGUS_JWT_ISSUER", "x")), e => e.Contains("of use only with", StringComparison.Ordinal));

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public void Read_ABrokenKeySet_IsRefused(string json)
    {
        _keys.Write("jwks.json", json);

        Assert.Contains("JSON Web Key Set", Assert.Single(Read(out _, ("ARGUS_JWT_KEYS", _keys.Folder + "/jwks.json"), ("ARGUS_JWT_ISSUER", "x"), ("ARGUS_JWT_AUDIENCE", "y"))));
    }

    [Fact]
    public void Read_AllOfIt_IsWhatItSays()
    {
        _keys.Write("jwks.json", _issuer.Jwks);

        Assert.Empty(Read(
            out var options,
            ("ARGUS_API_KEYS", _keys.Folder),
            ("ARGUS_JWT_KEYS", _keys.Folder + "/jwks.json"),
            ("ARGUS_JWT_ISSUER", "x"),
            ("ARGUS_JWT_AUDIENCE", "y"),
            ("ARGUS_REQUESTS_PER_SECOND", "2.5"),
            ("ARGUS_BURST", "9"),
            ("ARGUS_CONCURRENCY", "4"),
            ("ARGUS_MAX_IN_FLIGHT", "50"),
            ("ARGUS_FAILURES_PER_MINUTE", "7"),
            ("ARGUS_CORS_ORIGINS", "https://a.example, http://localhost:3000"),
            ("ARGUS_TRUSTED_PROXIES", "10.0.0.0/8, fd00::1"),
            ("ARGUS_ACCESS_LOG", "off")));

        Assert.Equal(("x", "y"), (options.Tokens!.Issuer, options.Tokens.Audience));
        Assert.Equal(new LimitSettings(2.5, 9, 4), options.Defaults);
        Assert.Equal((50, 7, false), (options.MaxInFlight, options.FailuresPerMinute, options.AccessLog));
        Assert.Equal(["https://a.example", "http://localhost:3000"], options.CorsOrigins.AsEnumerable());
        Assert.Equal(["10.0.0.0/8", "fd00::1/128"], options.Proxies.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("ARGUS_REQUESTS_PER_SECOND", "0")]
    [InlineData("ARGUS_REQUESTS_PER_SECOND", "NaN")]
    [InlineData("ARGUS_BURST", "5")]
    [InlineData("ARGUS_CONCURRENCY", "0")]
    [InlineData("ARGUS_MAX_IN_FLIGHT", "0")]
    [InlineData("ARGUS_ACCESS_LOG", "xml")]
    [InlineData("ARGUS_CORS_ORIGINS", "example.org")]
    [InlineData("ARGUS_CORS_ORIGINS", "https://example.org/")]
    [InlineData("ARGUS_CORS_ORIGINS", "https://example.org,*")]
    [InlineData("ARGUS_CORS_ORIGINS", "null")]
    [InlineData("ARGUS_TRUSTED_PROXIES", "0.0.0.0/0")]
    [InlineData("ARGUS_TRUSTED_PROXIES", "10.0.0.0/8, ingress")]
    public void Read_ABadValue_IsRefused(string name, string value) => Assert.Contains(name, Assert.Single(Read(out _, ("AUTH_DISABLED", "true"), (name, value))));

    public void Dispose()
    {
        _keys.Dispose();
        _issuer.Dispose();
    }

    private static ImmutableArray<string> Read(out TrustOptions options, params (string Name, string Value)[] environment)
    {
        var env = new EnvironmentReader(name => environment.FirstOrDefault(e => e.Name == name).Value);
        options = TrustOptionsReader.Read(env);
        return env.Errors;
    }
}
