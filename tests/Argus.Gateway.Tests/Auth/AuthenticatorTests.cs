using Argus.Gateway.Auth;
using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Limits;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Gateway.Tests.Auth;

public sealed class AuthenticatorTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<KeyStore> _log = new();

    [Theory]
    [InlineData("Authorization", "Bearer the key")]
    [InlineData("Authorization", "bearer   the key ")]
    [InlineData("X-API-Key", "the key")]
    [InlineData("x-api-key", " the key ")]
    public void Identify_AKeyInAHeader_IsItsOwner(string header, string value) => Assert.Equal("alice", Ask((header, value)).Caller?.Name);

    [Theory]
    [InlineData("Authorization", "the key", false)]
    [InlineData("Authorization", "Basic dGhlIGtleQ==", false)]
    [InlineData("Authorization", "Bearer", false)]
    [InlineData("Authorization", "Bearer ", false)]
    [InlineData("Authorization", "Bearer the kez", true)]
    [InlineData("X-API-Key", "", false)]
    [InlineData("X-API-Key", "the key.", true)]
    [InlineData("Cookie", "X-API-Key=the key", false)]
    public void Identify_AnythingElse_IsNobody(string header, string value, bool showed)
    {
        var identity = Ask((header, value));

        Assert.Null(identity.Caller);
        Assert.NotNull(identity.Why);
        Assert.Equal(showed, identity.Showed);
    }

    [Fact]
    public void Identify_TwoKeysInOneHeader_IsNobody()
    {
        var headers = new HeaderDictionary { ["X-API-Key"] = new(["the key", "the key"]) };

        Assert.Null(Asking().Identify(headers).Caller);
    }

    [Fact]
    public void Identify_AKeyBesideAnAuthorizationOfAnother_IsTheKeys() => Assert.Equal("alice", Ask(("Authorization", "Bearer something"), ("X-API-Key", "the key")).Caller?.Name);

    [Fact]
    public void Identify_AnExpiredKey_IsNobodyFromThatMomentOn()
    {
        _keys.Put("alice", "the key", ("expires", "2026-01-01T00:01:00Z"));
        var asking = Asking();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(asking.Identify(Header("the key")).Caller);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("The key has expired.", asking.Identify(Header("the key")).Why);
    }

    [Fact]
    public void Identify_AKeyThatIsKnown_AllocatesNothing()
    {
        _keys.Put("alice", "the key");
        var asking = Asking();
        var headers = Header("the key");
        asking.Identify(headers);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            asking.Identify(headers);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose() => _keys.Dispose();

    private static HeaderDictionary Header(string key) => new() { ["X-API-Key"] = key };

    private Identity Ask(params (string Name, string Value)[] headers)
    {
        _keys.Put("alice", "the key");
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
            all[name] = value;
        return Asking().Identify(all);
    }

    private Authenticator Asking() => new(new KeyStore(_keys.Folder, LimitSettings.None, _time, _log), null, new LimitBook(LimitSettings.None, _time), _time);
}
