using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class ObjectCacheTests
{
    private readonly ObjectCache<V1Pod> _cache = new();

    [Fact]
    public void Seen_OlderThanAnOwnWrite_IsPassedOver()
    {
        _cache.Seen(Version("5"));
        _cache.Written(Version("7") with { Spec = new V1PodSpec { NodeName = "m" } });
        _cache.Seen(Version("6"));
        Assert.Equal("m", _cache.Find(Key)!.Spec!.NodeName);
        _cache.Seen(Version("8"));
        Assert.Equal("n", _cache.Find(Key)!.Spec!.NodeName);
    }

    [Fact]
    public void SeenUpTo_OwnWriteThatTheWatchNeverTold_IsGone()
    {
        _cache.Written(Version("7"));
        _cache.SeenUpTo("6", _ => false);
        Assert.NotNull(_cache.Find(Key));
        _cache.SeenUpTo("9", _ => false);
        Assert.Null(_cache.Find(Key));
        Assert.Empty(_cache.OwnedBy("owner"));
    }

    [Fact]
    public void Gone_AnotherObjectOfTheName_Stays()
    {
        _cache.Seen(Version("7"));
        _cache.Gone(Key, "other-uid");
        Assert.Single(_cache.InNamespace("ns"));
        _cache.Gone(Key, "p-uid");
        Assert.Empty(_cache.InNamespace("ns"));
    }

    [Fact]
    public void Changed_EveryChange_IsToldOnce()
    {
        var told = new List<(string?, string?)>();
        _cache.Changed += (before, after) => told.Add((before?.Metadata.ResourceVersion, after?.Metadata.ResourceVersion));
        _cache.Seen(Version("5"));
        _cache.Written(Version("6"));
        _cache.Seen(Version("6"));
        _cache.Gone(Key);
        Assert.Equal([(null, "5"), ("5", "6"), ("6", null)], told);
    }

    [Fact]
    public void ByLabels_SeveralLabels_GivesThoseThatHaveAllOfThem()
    {
        var cache = new ObjectCache<V1Pod>(pod => pod.Metadata.Labels ?? new Dictionary<string, string>());
        foreach (var (name, labels) in ((string, Dictionary<string, string>)[])[("a", new() { ["app"] = "web" }), ("b", new() { ["app"] = "web", ["tier"] = "x" }), ("c", new() { ["tier"] = "x" }), ("d", new() { ["app"] = "web" })])
        {
            var pod = Pod(name);
            cache.Seen(pod with { Metadata = pod.Metadata with { Labels = labels } });
        }

        Assert.Equal(["b"], Names(new() { ["app"] = "web", ["tier"] = "x" }));
        Assert.Equal(["a", "b", "d"], Names(new() { ["app"] = "web" }));
        Assert.Empty(Names(new() { ["app"] = "web", ["tier"] = "y" }));
        Assert.Equal(["a", "b", "c", "d"], Names([]));

        string[] Names(Dictionary<string, string> labels) => [.. cache.ByLabels("ns", labels).Select(pod => pod.Metadata.Name!).Order()];
    }

    private static ObjectKey Key => new("ns", "p");

    private static V1Pod Version(string version)
    {
        var pod = Pod("p");
        return pod with { Metadata = pod.Metadata with { ResourceVersion = version, OwnerReferences = [new("apps/v1", "ReplicaSet", "set", "owner", Controller: true)] } };
    }
}
