using Argus.Gateway.Balancing;
using Argus.Gateway.Routing;
using Argus.Testing;

namespace Argus.Gateway.Tests.Balancing;

public sealed class PoolTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Choose_DifferentLoads_TakesTheLeastLoaded()
    {
        var (pool, pods) = Make(3);
        pods[0].Begin();
        pods[2].Begin();

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Same(pods[1], pool.Choose()));
    }

    [Fact]
    public void Choose_EqualLoads_TakesTurns()
    {
        var (pool, pods) = Make(3);

        var chosen = Enumerable.Range(0, 9).Select(_ => pool.Choose()!).ToList();

        Assert.All(pods, p => Assert.Equal(3, chosen.Count(c => c == p)));
    }

    [Fact]
    public void Choose_FailedPod_IsLeftInPeaceLongerEachTime()
    {
        var (pool, pods) = Make(2);
        pods[0].Failed();
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Same(pods[1], pool.Choose()));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(pods[0], Enumerable.Range(0, 4).Select(_ => pool.Choose()));
        pods[0].Failed();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.True(pods[0].IsResting);

        pods[0].Answered();
        Assert.False(pods[0].IsResting);
    }

    [Fact]
    public void Choose_AllRest_TakesOneOtherThanTheOneThatJustFailed()
    {
        var (pool, pods) = Make(2);
        pods[0].Failed();
        pods[1].Failed();

        Assert.Same(pods[1], pool.Choose(pods[0]));
        Assert.Same(pods[0], pool.Choose(pods[1]));
    }

    [Fact]
    public void Choose_NoPod_IsNull() => Assert.Null(new Pool([]).Choose());

    [Theory]
    [InlineData(20)]
    [InlineData(1)]
    [InlineData(99)]
    public void Choose_Canary_GetsItsShareExactlyAndMixed(int weight)
    {
        var (stable, _) = Make(1);
        var (canary, pods) = Make(1);
        var upstream = new Upstream(new("ns", "faces"));
        var backend = new LiveBackend(new Backend(upstream.Key, "face-analysis") { CanaryWeight = weight }, upstream, stable, canary);

        var chosen = Enumerable.Range(0, 1000).Select(_ => backend.Choose(upstream.NextDraw(), null) == pods[0]).ToList();

        Assert.Equal(weight * 10, chosen.Count(c => c));
        // No hundred requests in a row have another share.
        Assert.All(chosen.Chunk(100), hundred => Assert.Equal(weight, hundred.Count(c => c)));
    }

    [Fact]
    public void Choose_CanaryRests_TheStablePodAnswers()
    {
        var (stable, pods) = Make(1);
        var (canary, broken) = Make(1);
        broken[0].Failed();
        var upstream = new Upstream(new("ns", "faces"));
        var backend = new LiveBackend(new Backend(upstream.Key, "face-analysis") { CanaryWeight = 50 }, upstream, stable, canary);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Same(pods[0], backend.Choose(upstream.NextDraw(), null)));
    }

    private (Pool Pool, Destination[] Pods) Make(int count)
    {
        Destination[] pods = [.. Enumerable.Range(1, count).Select(i => new Destination(new Address($"10.0.0.{i}", 8100), _time))];
        return (new Pool([.. pods]), pods);
    }
}
