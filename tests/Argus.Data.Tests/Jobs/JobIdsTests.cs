using Argus.Data.Jobs;
using Argus.Testing;

namespace Argus.Data.Tests.Jobs;

public sealed class JobIdsTests
{
    [Fact]
    public void Next_ManyInOneMillisecond_GrowsAndHasItsTime()
    {
        var clock = new FakeTimeProvider();
        var ids = new JobIds(clock);
        var made = Enumerable.Range(0, 5000).Select(_ => ids.Next()).ToArray();
        clock.Advance(TimeSpan.FromSeconds(1));
        made = [.. made, ids.Next()];

        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(made[^1].ToString("N")[..12], 16));
    }
}
