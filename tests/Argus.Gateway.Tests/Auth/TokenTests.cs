using System.Text.Json.Nodes;
using Argus.Gateway.Auth;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;
using Argus.ServiceDefaults.Auth.Tokens;
using Argus.Testing;
using Argus.Testing.Auth;
using Microsoft.AspNetCore.Http;

namespace Argus.Gateway.Tests.Auth;

public sealed class TokenTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("argus-jwks-").FullName, "jwks.json");
    private readonly TestIssuer _issuer = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<TokenStore> _log = new();
    private readonly TokenStore _store;
    private readonly Authenticator _asking;

    public TokenTests()
    {
        File.WriteAllText(_path, _issuer.Jwks);
        _store = new TokenStore(new TokenOptions(_path, TestIssuer.Name, TestIssuer.Audience), _time, _log);
        _asking = new Authenticator(null, _store, new LimitBook(LimitSettings.None, _time), _time);
    }

    private DateTimeOffset Soon => _time.GetUtcNow().AddMinutes(5);

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("HS256")]
    public void Identify_AGoodToken_IsItsSubject(string algorithm)
    {
        var identity = Ask(_issuer.Sign(TestIssuer.Claims(Soon), algorithm));

        Assert.Equal("carol", identity.Caller?.Name);
        Assert.Equal(Caller.ByToken, identity.Caller!.By);
    }

    [Fact]
    public void Identify_TheSameTokenAgain_IsNotCheckedAgain()
    {
        string token = _issuer.Sign(TestIssuer.Claims(Soon));
        var first = Ask(token);

        Assert.Equal(first.Caller, Ask(token).Caller);
        Assert.Equal(1, _store.Current.Known);
    }

    [Fact]
    public void Identify_TwoTokensOfOneSubject_ShareTheirLimits() =>
        Assert.Same(Ask(_issuer.Sign(TestIssuer.Claims(Soon))).Caller!.Limits, Ask(_issuer.Sign(TestIssuer.Claims(Soon), "ES256")).Caller!.Limits);

    [Fact]
    public void Identify_AnExpiredToken_IsRefusedAMinuteLate()
    {
        string token = _issuer.Sign(TestIssuer.Claims(Soon));
        _time.Advance(TimeSpan.FromSeconds(5 * 60 + 59));
        Assert.NotNull(Ask(token).Caller);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("The token has expired.", Ask(token).Why);
        Assert.Equal("The token has expired.", Ask(_issuer.Sign(TestIssuer.Claims(Soon.AddMinutes(-11)))).Why);
    }

    [Fact]
    public void Identify_ATokenOfTheFuture_IsRefusedUntilThen()
    {
        var claims = TestIssuer.Claims(Soon);
        claims["nbf"] = _time.GetUtcNow().AddSeconds(61).ToUnixTimeSeconds();
        string token = _issuer.Sign(claims);
        Assert.Equal("The token is not good yet.", Ask(token).Why);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(Ask(token).Caller);
    }

    [Theory]
    [InlineData("iss", "https://other.test", "issuer")]
    [InlineData("aud", "other", "audience")]
    [InlineData("iss", null, "issuer")]
    [InlineData("aud", null, "audience")]
    [InlineData("sub", null, "sub")]
    [InlineData("sub", "", "sub")]
    [InlineData("exp", null, "exp")]
    [InlineData("exp", "soon", "The token")]
    [InlineData("nbf", "soon", "The token")]
    public void Identify_WithAWrongClaim_IsRefused(string claim, string? value, string why)
    {
        var claims = TestIssuer.Claims(Soon);
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = value;

        var identity = Ask(_issuer.Sign(claims));

        Assert.Null(identity.Caller);
        Assert.Contains(why, identity.Why);
    }

    [Fact]
    public void Identify_ATokenForSeveralAudiences_IsTaken()
    {
        var claims = TestIssuer.Claims(Soon);
        claims["aud"] = new JsonArray("other", TestIssuer.Audience);

        Assert.NotNull(Ask(_issuer.Sign(claims)).Caller);
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("None", "none")]
    [InlineData("HS256", "confused")]
    [InlineData("RS256", "HS256")]
    [InlineData("ES256", "RS256")]
    [InlineData("RS512", "RS256")]
    public void Identify_SignedOtherwiseThanAllowed_IsRefused(string said, string done)
    {
        foreach (string? id in (string?[])["r", "e", "h", "x", null])
        {
            var header = new JsonObject { ["alg"] = said, ["typ"] = "JWT" };
            if (id is not null)
                header["kid"] = id;
            Assert.Null(Ask(_issuer.Sign(header, TestIssuer.Claims(Soon), done)).Caller);
        }
    }

    [Fact]
    public void Identify_WithAKeyInItsHeader_IsRefused()
    {
        using var other = new TestIssuer();
        var header = new JsonObject { ["alg"] = "RS256", ["jwk"] = other.RsaKey(), ["jku"] = "http://127.0.0.1:1/keys", ["x5u"] = "http://127.0.0.1:1/x" };

        Assert.Null(Ask(other.Sign(header, TestIssuer.Claims(Soon), "RS256")).Caller);
    }

    [Fact]
    public void Identify_WithACriticalHeader_IsRefused()
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = "r", ["crit"] = new JsonArray("b64"), ["b64"] = false };

        Assert.Null(Ask(_issuer.Sign(header, TestIssuer.Claims(Soon), "RS256")).Caller);
    }

    [Fact]
    public void Identify_AChangedToken_IsRefusedWhereverItWasChanged()
    {
        string token = _issuer.Sign(TestIssuer.Claims(Soon), "HS256");

        for (int i = 0; i < token.Length; i++)
        {
            // The bits of a last character that do not count make no other token: they are left out.
            if (i == token.Length - 1)
                continue;
            string changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(Ask(changed).Caller);
        }
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.")]
    [InlineData("bnVsbA.e30.x")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..AAAA.BBBB.CCCC")]
    [InlineData("\u00e4.\u00f6.\u00fc")]
    public void Identify_WhatIsNoToken_IsRefused(string text) => Assert.Null(Ask(text).Caller);

    [Fact]
    public void Identify_AHugeToken_IsRefused() => Assert.Null(Ask(new string('a', 20_000) + ".b.c").Caller);

    [Theory]
    [InlineData("scope", "openid argus:/detect argus:/v2/* argus:bad", true, true, false)]
    [InlineData("scp", "argus:*", true, true, true)]
    [InlineData("scope", "openid profile", false, false, false)]
    [InlineData("other", "argus:*", false, false, false)]
    public void Identify_WithScopes_MayUseThosePaths(string claim, string scopes, bool detect, bool graphs, bool other)
    {
        var claims = TestIssuer.Claims(Soon);
        claims.Remove("scope");
        claims[claim] = claim == "scp" ? new JsonArray(scopes) : scopes;

        var may = Ask(_issuer.Sign(claims)).Caller!.Permissions;

        Assert.Equal([detect, graphs, other], ((string[])["/detect", "/v2/models/x", "/predict"]).Select(may.Covers));
    }

    [Fact]
    public void Identify_WithDeployments_MayUseThose()
    {
        var claims = TestIssuer.Claims(Soon);
        claims["argus_deployments"] = new JsonArray("ns/faces", "rubbish");
        var may = Ask(_issuer.Sign(claims)).Caller!.Permissions;
        Assert.True(may.Covers("ns", "faces"));
        Assert.False(may.Covers("ns", "other"));

        claims["argus_deployments"] = "rubbish";
        Assert.False(Ask(_issuer.Sign(claims)).Caller!.Permissions.Covers("ns", "faces"));
    }

    [Fact]
    public void Reload_WithoutTheKey_ForgetsTokensThatItVouchedFor()
    {
        string token = _issuer.Sign(TestIssuer.Claims(Soon));
        Assert.NotNull(Ask(token).Caller);
        using var next = new TestIssuer();

        File.WriteAllText(_path, next.Jwks);
        _store.Reload();

        Assert.Null(Ask(token).Caller);
        Assert.NotNull(Ask(next.Sign(TestIssuer.Claims(Soon))).Caller);
    }

    [Fact]
    public void Reload_OfABrokenFile_KeepsTheKeysAndSaysWhy()
    {
        File.WriteAllText(_path, "{\"keys\": [");
        _store.Reload();
        _store.Reload();

        Assert.NotNull(Ask(_issuer.Sign(TestIssuer.Claims(Soon))).Caller);
        Assert.Single(_log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void Remember_MoreThanItMay_StaysBounded()
    {
        var book = _store.Current;
        var known = new KnownToken(book.Verify(_issuer.Sign(TestIssuer.Claims(Soon))).Claims!, default, Soon);
        for (int i = 0; i < 25_000; i++)
            book.Remember(KeyHash.Of($"{i}")!.Value, known, _time.GetUtcNow());

        Assert.InRange(book.Known, 1, 10_000);
    }

    [Fact]
    public void Identify_FromManyThreads_IsRightEachTime()
    {
        string[] good = [.. Enumerable.Range(0, 40).Select(i => Named($"user {i}"))];

        Parallel.For(0, 400, i => Assert.Equal($"user {i % 40}", Ask(good[i % 40]).Caller?.Name));

        string Named(string name)
        {
            var claims = TestIssuer.Claims(Soon);
            claims["sub"] = name;
            return _issuer.Sign(claims);
        }
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _store.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    private Identity Ask(string token) => _asking.Identify(new HeaderDictionary { ["Authorization"] = "Bearer " + token });
}
