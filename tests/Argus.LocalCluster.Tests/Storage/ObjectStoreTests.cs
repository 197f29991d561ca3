using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.LocalCluster.Tests.Storage;

public sealed class ObjectStoreTests : IDisposable
{
    private const string Things = "argus.dev/things";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Put_NewObject_IsKeptWithTheNextVersion()
    {
        using var store = Open();

        var first = Put(store, "a", null, 1);
        var second = Put(store, "b", null, 2);

        Assert.Equal(first.Version + 1, second.Version);
        Assert.Equal(second.Version.ToString(), (string?)second.Parse()["metadata"]!["resourceVersion"]);
        Assert.Same(first, store.State.Find(Key("a")));
    }

    [Fact]
    public void Put_ObjectChangedMeanwhile_IsStale()
    {
        using var store = Open();
        var first = Put(store, "a", null, 1);
        var second = Put(store, "a", first, 2);

        var outcome = store.Put(Key("a"), first, Document(3));

        Assert.Same(second, Assert.IsType<WriteOutcome.Stale>(outcome).Current);
        Assert.Equal(2, (int)store.State.Find(Key("a"))!.Parse()["value"]!);
    }

    [Fact]
    public void Open_AfterWritesAndDeletions_HasTheSameStateAndVersion()
    {
        long version;
        using (var store = Open())
        {
            var a = Put(store, "a", null, 1);
            Put(store, "b", null, 2);
            Put(store, "a", a, 3);
            store.Delete(store.State.Find(Key("b"))!);
            version = store.State.Version;
        }

        using var again = Open();

        Assert.Equal(version, again.State.Version);
        Assert.Equal(["a"], again.State.Of(Things).In(null).Select(o => o.Key.Name));
        Assert.Equal(3, (int)again.State.Find(Key("a"))!.Parse()["value"]!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Open_TornLastRecord_DropsItAlone(int cut)
    {
        using (var store = Open())
        {
            Put(store, "a", null, 1);
            Put(store, "b", null, 2);
        }
        using (var file = new FileStream(Log(), FileMode.Open))
            file.SetLength(file.Length - cut);

        using (var again = Open())
        {
            Assert.Equal(["a"], again.State.Of(Things).In(null).Select(o => o.Key.Name));
            Put(again, "c", null, 3);
        }
        using var third = Open();
        Assert.Equal(["a", "c"], third.State.Of(Things).In(null).Select(o => o.Key.Name));
    }

    [Fact]
    public void Open_DamagedMiddle_IsRefusedWithWhatToDo()
    {
        using (var store = Open())
        {
            Put(store, "a", null, 1);
            Put(store, "b", null, 2);
        }
        byte[] bytes = File.ReadAllBytes(Log());
        bytes[LogRecord.HeaderLength + 30] ^= 1;
        File.WriteAllBytes(Log(), bytes);

        var fault = Assert.Throws<InvalidDataException>(Open);

        Assert.Contains("truncate -s 0", fault.Message);
        Assert.Contains("move the folder away", fault.Message);
    }

    [Fact]
    public void Open_AfterCompaction_ReadsSnapshotAndLaterLog()
    {
        using (var store = Open(compactAfter: 20_000))
            for (int i = 0; i < 500; i++)
                Put(store, $"n{i % 50}", store.State.Find(Key($"n{i % 50}")), i);

        Assert.NotEmpty(Directory.GetFiles(_folder.At("data"), "snapshot-*"));
        using var again = Open();
        Assert.Equal(50, again.State.Of(Things).Count);
        Assert.Equal(499, (int)again.State.Find(Key("n49"))!.Parse()["value"]!);
        Assert.Equal(501, again.State.Version);
    }

    [Fact]
    public void Open_FolderInUse_SaysSo()
    {
        using var store = Open();

        Assert.Contains("in use by another local cluster", Assert.Throws<IOException>(Open).Message);
    }

    [Fact]
    public void ObjectsAt_EarlierVersion_AreAsTheyWere()
    {
        using var store = Open();
        var a = Put(store, "a", null, 1);
        var b = Put(store, "b", null, 1);
        long then = store.State.Version;
        Put(store, "a", a, 2);
        store.Delete(b);
        Put(store, "c", null, 1);

        var objects = store.ObjectsAt(Things, then)!;

        Assert.Equal(["a", "b"], objects.In(null).Select(o => o.Key.Name));
        Assert.Equal(1, (int)objects.Find("", "a")!.Parse()["value"]!);
    }

    [Fact]
    public void ObjectsAt_ForgottenVersion_IsNothing()
    {
        using var store = Open(history: 2);
        var a = Put(store, "a", null, 0);
        long then = a.Version;
        for (int i = 1; i < 5; i++)
            a = Put(store, "a", a, i);

        Assert.Null(store.ObjectsAt(Things, then));
        Assert.Null(store.Changes(Things).At(then));
        Assert.NotNull(store.Changes(Things).At(a.Version));
    }

    [Fact]
    public async Task Changes_ManyWriters_AreOneOrderedChain()
    {
        using var store = Open();
        var start = store.Changes(Things).Last;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
                Put(store, $"w{w}-{i}", null, i);
        })));

        var versions = new List<long>();
        for (var change = start; change.Next.IsCompleted; change = await change.Next)
            versions.Add((await change.Next).Version);
        Assert.Equal(800, versions.Count);
        Assert.Equal(versions.Order(), versions);
    }

    private static ObjectKey Key(string name) => new(Things, "", name);

    private static JsonObject Document(int value) =>
        new() { ["metadata"] = new JsonObject { ["name"] = "x", ["uid"] = "u", ["resourceVersion"] = "0" }, ["value"] = value };

    private static StoredObject Put(ObjectStore store, string name, StoredObject? expected, int value) =>
        Assert.IsType<WriteOutcome.Done>(store.Put(Key(name), expected, Document(value))).Object;

    private string Log() => Directory.GetFiles(_folder.At("data"), "log-*").Single();

    private ObjectStore Open() => Open(20_000);

    private ObjectStore Open(int history = 20_000, long compactAfter = 32 << 20) =>
        new(new StoreOptions { DataDirectory = _folder.At("data"), History = history, CompactAfter = compactAfter }, _clock, NullLogger<ObjectStore>.Instance);
}
