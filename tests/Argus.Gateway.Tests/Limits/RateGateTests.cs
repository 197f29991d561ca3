using Argus.Gateway.Limits;
using Argus.Testing;

namespace Argus.Gateway.Tests.Limits;

public sealed class RateGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryPass_AfterTheBurst_SaysWhenTheNextMayPass()
    {
        var gate = new RateGate(perSecond: 2, burst: 3, _time);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => gate.TryPass(out TimeSpan _)));
        Assert.False(gate.TryPass(out var wait));
        Assert.Equal(TimeSpan.FromSeconds(0.5), wait);

        _time.Advance(wait);
        Assert.True(gate.TryPass(out _));
        Assert.False(gate.TryPass(out _));
    }

    [Fact]
    public void TryPass_OverAMinute_LetsPassTheRateAndTheBurst()
    {
        var gate = new RateGate(perSecond: 5, burst: 10, _time);

        int passed = 0;
        for (int i = 0; i < 60_000; i += 7)
        {
            passed += gate.TryPass(out _) ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(7));
        }

        Assert.InRange(passed, 309, 310);
    }

    [Fact]
    public void TryPass_AfterALongRest_LetsPassNoMoreThanTheBurst()
    {
        var gate = new RateGate(perSecond: 100, burst: 4, _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(4, Enumerable.Range(0, 100).Count(_ => gate.TryPass(out TimeSpan _)));
    }

    [Fact]
    public void TryPass_FromManyThreads_LetsPassTheBurst()
    {
        var gate = new RateGate(perSecond: 1, burst: 1000, _time);
        int passed = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (gate.TryPass(out TimeSpan _))
                Interlocked.Increment(ref passed);
        });

        Assert.Equal(1000, passed);
    }

    [Fact]
    public void IsRested_UntilAllIsPaidBack_IsFalse()
    {
        var gate = new RateGate(perSecond: 1, burst: 5, _time);
        Assert.True(gate.IsRested);
        gate.TryPass(out _);
        gate.TryPass(out _);

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(gate.IsRested);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(gate.IsRested);
    }
}
