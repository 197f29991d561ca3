using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Configuration;
using Argus.Testing;
using Argus.Testing.Auth;

namespace Argus.Jobs.Tests.Auth;

public sealed class TrustOptionsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _keys;

    public TrustOptionsReaderTests()
    {
        using var issuer = new TestIssuer();
        _keys = _folder.At("jwks.json");
        File.WriteAllText(_keys, issuer.Jwks);
    }

    [Fact]
    public void Read_NothingSet_NamesTheChoices()
    {
        var env = Env();
        TrustOptionsReader.Read(env, isAsked: true);

        string error = Assert.Single(env.Errors);
        Assert.All((string[])["ARGUS_JWT_KEYS", "ARGUS_AUTH=gateway", "AUTH_DISABLED=true"], choice => Assert.Contains(choice, error));
    }

    [Fact]
    public void Read_NothingSetForAWorker_LetsNobodyIn()
    {
        var env = Env();

        Assert.Equal(new TrustOptions(), TrustOptionsReader.Read(env, isAsked: false));
        Assert.Empty(env.Errors);
    }

    [Theory]
    [InlineData("AUTH_DISABLED", "true", TrustKind.Disabled)]
    [InlineData("AUTH_DISABLED", "1", TrustKind.Disabled)]
    [InlineData("TEST_MODE", "true", TrustKind.Disabled)]
    [InlineData("ARGUS_AUTH", "gateway", TrustKind.Gateway)]
    public void Read_OneWay_IsThat(string name, string value, object kind)
    {
        var env = Env((name, value));

        Assert.Equal(kind, TrustOptionsReader.Read(env, isAsked: true).Kind);
        Assert.Empty(env.Errors);
    }

    [Fact]
    public void Read_Tokens_AreWhoseTheyAreSaidToBe()
    {
        var env = Env(("ARGUS_JWT_KEYS", _keys), ("ARGUS_JWT_ISSUER", "i"), ("ARGUS_JWT_AUDIENCE", "a"));

        var options = TrustOptionsReader.Read(env, isAsked: true);

        Assert.Empty(env.Errors);
        Assert.Equal((TrustKind.Tokens, "i", "a"), (options.Kind, options.Tokens!.Issuer, options.Tokens.Audience));
    }

    [Fact]
    public void Read_TwoWays_AreRefused()
    {
        var env = Env(("AUTH_DISABLED", "true"), ("ARGUS_AUTH", "gateway"));
        TrustOptionsReader.Read(env, isAsked: true);
        Assert.Contains("Only one", Assert.Single(env.Errors));

        env = Env(("AUTH_DISABLED", "true"), ("ARGUS_JWT_KEYS", _keys), ("ARGUS_JWT_ISSUER", "i"), ("ARGUS_JWT_AUDIENCE", "a"));
        TrustOptionsReader.Read(env, isAsked: true);
        Assert.Contains("Only one", Assert.Single(env.Errors));
    }

    [Fact]
    public void Read_KeysWithoutIssuer_AreRefused()
    {
        var env = Env(("ARGUS_JWT_KEYS", _keys));
        TrustOptionsReader.Read(env, isAsked: true);

        Assert.Contains("ARGUS_JWT_ISSUER", Assert.Single(env.Errors));
    }

    public void Dispose() => _folder.Dispose();

    private static EnvironmentReader Env(params (string Name, string Value)[] settings) => new(name => settings.FirstOrDefault(s => s.Name == name).Value);
}
