using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Watch;

namespace Argus.Kube.Tests.Watch;

public sealed class SnapshotTests
{
    [Fact]
    public void With_FiveThousandObjects_CostsLittleMoreThanWithAHundred()
    {
        long small = BytesPerUpdate(100);
        long large = BytesPerUpdate(5000);

        Assert.InRange(large, 1, Math.Min(small * 3, 8000));
    }

    [Fact]
    public void Without_LastOfAGroup_LeavesNoTraceOfTheGroup()
    {
        var snapshot = Filled(10);

        for (int i = 0; i < 10; i++)
            snapshot = snapshot.Without(new("n", $"o{i}"), "9");

        Assert.Empty(snapshot.Objects);
        Assert.Empty(snapshot.Group(new("n", "g0")));
    }

    private static long BytesPerUpdate(int count)
    {
        const int updates = 1000;
        var snapshot = Filled(count);
        var values = Enumerable.Range(0, updates).Select(i => Object(i * 7919 % count)).ToList();
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var value in values)
            snapshot = snapshot.With(ObjectKey.Of(value), value, "2");
        return (GC.GetAllocatedBytesForCurrentThread() - before) / updates;
    }

    private static Snapshot<V1ConfigMap> Filled(int count) =>
        Snapshot<V1ConfigMap>.Empty(o => new ObjectKey("n", o.Data!["g"])).Replaced(Enumerable.Range(0, count).Select(Object), "1");

    private static V1ConfigMap Object(int i) =>
        new() { Metadata = new() { Namespace = "n", Name = $"o{i}" }, Data = new Dictionary<string, string> { ["g"] = $"g{i / 4}" } };
}
