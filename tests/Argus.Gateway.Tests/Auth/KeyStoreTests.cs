using System.Diagnostics;
using Argus.Gateway.Auth;
using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;
using Argus.Testing;

namespace Argus.Gateway.Tests.Auth;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<KeyStore> _log = new();

    [Fact]
    public void Current_OfAFolder_KnowsEveryOwner()
    {
        _keys.Put("alice", "key a");
        _keys.Put("bob.json", "key b");

        using var store = Open();

        Assert.Equal("alice", Owner(store, "key a"));
        Assert.Equal("bob", Owner(store, "key b"));
        Assert.Null(Owner(store, "key c"));
    }

    [Fact]
    public void Current_OfARotatedKey_KnowsBoth()
    {
        _keys.Write("alice", $$"""{"sha256": ["{{TestKeys.Hash("old")}}", "{{TestKeys.Hash("new")}}"]}""");

        using var store = Open();

        Assert.Equal("alice", Owner(store, "old"));
        Assert.Same(Find(store, "old")!.Owner.Limits, Find(store, "new")!.Owner.Limits);
    }

    [Fact]
    public void Reload_AFileThatBreaks_KeepsWhatItSaidAndTakesTheOthers()
    {
        _keys.Put("alice", "key a");
        using var store = Open();

        _keys.Write("alice", "{\"sha256\": \"half");
        _keys.Put("bob", "key b");
        store.Reload();

        Assert.Equal("alice", Owner(store, "key a"));
        Assert.Equal("bob", Owner(store, "key b"));
        Assert.Contains(_log.Lines, l => l.Contains("alice", StringComparison.Ordinal) && l.Contains("said before stays", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_WithAFileThatStaysBroken_TellsOfItOnce()
    {
        _keys.Write("alice", "argus_plainplainplain");
        using var store = Open();

        store.Reload();
        store.Reload();

        string line = Assert.Single(_log.Lines, l => l.Contains("alice", StringComparison.Ordinal));
        Assert.Contains("opens nothing", line);
        Assert.DoesNotContain("plainplain", line);
    }

    [Fact]
    public void Reload_WithoutAFile_ForgetsItsKey()
    {
        _keys.Put("alice", "key a");
        _keys.Put("bob", "key b");
        using var store = Open();

        _keys.Delete("alice");
        store.Reload();

        Assert.Null(Owner(store, "key a"));
        Assert.Equal("bob", Owner(store, "key b"));
    }

    [Fact]
    public void Reload_WhereTheFolderIsAway_KeepsAll()
    {
        _keys.Put("alice", "key a");
        using var store = Open();
        Directory.Move(_keys.Folder, _keys.Folder + "-away");

        store.Reload();
        store.Reload();

        Assert.Equal("alice", Owner(store, "key a"));
        Assert.Single(_log.Lines, l => l.Contains("cannot be read", StringComparison.Ordinal));
        Directory.Move(_keys.Folder + "-away", _keys.Folder);
    }

    [Fact]
    public void Reload_OfTheSameLimits_KeepsWhatWasUsedOfThem()
    {
        _keys.Put("alice", "key a", ("requestsPerSecond", 1));
        using var store = Open();
        Assert.Null(Find(store, "key a")!.Owner.Limits.Enter());

        _keys.Put("alice", "new key", ("requestsPerSecond", 1));
        store.Reload();
        Assert.Equal(DenialReason.Rate, Find(store, "new key")!.Owner.Limits.Enter()!.Reason);

        _keys.Put("alice", "new key", ("requestsPerSecond", 2));
        store.Reload();
        Assert.Null(Find(store, "new key")!.Owner.Limits.Enter());
    }

    [Fact]
    public void Current_OfOneKeyInTwoFiles_IsTheFirstOwnersAndIsTold()
    {
        _keys.Put("zoe", "key");
        _keys.Put("adam", "key");

        using var store = Open();

        Assert.Equal("adam", Owner(store, "key"));
        Assert.Contains(_log.Lines, l => l.Contains("zoe", StringComparison.Ordinal) && l.Contains("adam", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bad name")]
    [InlineData("näme")]
    public void Current_OfANameThatIsNone_IsRefused(string name)
    {
        _keys.Put(name, "key");

        using var store = Open();

        Assert.Null(Owner(store, "key"));
        Assert.Contains(_log.Lines, l => l.Contains("Its name", StringComparison.Ordinal));
    }

    [Fact]
    public void Current_OfTwoFilesOfOneOwner_TakesTheOneWithoutExtension()
    {
        _keys.Put("alice", "key a");
        _keys.Put("alice.json", "key b");

        using var store = Open();

        Assert.Equal("alice", Owner(store, "key a"));
        Assert.Null(Owner(store, "key b"));
    }

    [Fact]
    public void Current_OfAMountedSecret_FollowsItsLinks()
    {
        Mount("..1", ("alice", "key a"));
        File.CreateSymbolicLink(Path.Combine(_keys.Folder, "alice"), "..data/alice");
        using var store = Open();
        Assert.Equal("alice", Owner(store, "key a"));

        Mount("..2", ("alice", "key two"));
        store.Reload();

        Assert.Null(Owner(store, "key a"));
        Assert.Equal("alice", Owner(store, "key two"));
    }

    [Fact]
    public void Current_OfAnEmptyFolder_SaysThatNobodyGetsIn()
    {
        using var store = Open();

        Assert.Contains(_log.Lines, l => l.StartsWith("Warning: There is no key", StringComparison.Ordinal));
    }

    public void Dispose() => _keys.Dispose();

    // As the kubelet does: a new folder, and then one link that is replaced.
    private void Mount(string version, params (string Owner, string Key)[] files)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_keys.Folder, version)).FullName;
        foreach (var (owner, key) in files)
            File.WriteAllText(Path.Combine(folder, owner), $$"""{"sha256": "{{TestKeys.Hash(key)}}"}""");
        string temporary = Path.Combine(_keys.Folder, "..data_tmp");
        File.CreateSymbolicLink(temporary, version);
        using var move = Process.Start("mv", ["-T", temporary, Path.Combine(_keys.Folder, "..data")]);
        move.WaitForExit();
    }

    private KeyStore Open() => new(_keys.Folder, LimitSettings.None, _time, _log);

    private static ApiKey? Find(KeyStore store, string key) => store.Current.Find(KeyHash.Of(key)!.Value);

    private static string? Owner(KeyStore store, string key) => Find(store, key)?.Owner.Name;
}
