using Argus.Gateway.Limits;
using Argus.Testing;

namespace Argus.Gateway.Tests.Limits;

public sealed class CallerLimitsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Enter_WithoutLimits_NeverRefuses()
    {
        var limits = new CallerLimits(LimitSettings.None, _time);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(limits.Enter()));
        Assert.Equal(1000, limits.InFlight);
    }

    [Fact]
    public void Enter_OverTheConcurrency_RefusesUntilOneLeaves()
    {
        var limits = new CallerLimits(new LimitSettings(Concurrency: 2), _time);
        Assert.Null(limits.Enter());
        Assert.Null(limits.Enter());

        var denial = limits.Enter();
        Assert.Equal((DenialReason.Concurrency, 429), (denial!.Reason, denial.Refusal.Status));
        Assert.NotNull(denial.Refusal.RetryAfter);

        limits.Leave();
        Assert.Null(limits.Enter());
    }

    [Fact]
    public void Enter_OverTheRate_GivesThePlaceBackAndSaysWhen()
    {
        var limits = new CallerLimits(new LimitSettings(RequestsPerSecond: 0.1, Concurrency: 5), _time);
        Assert.Null(limits.Enter());

        var denial = limits.Enter();

        Assert.Equal((DenialReason.Rate, 429), (denial!.Reason, denial.Refusal.Status));
        Assert.Equal(TimeSpan.FromSeconds(10), denial.Refusal.RetryAfter);
        Assert.Equal(1, limits.InFlight);
    }

    [Fact]
    public void Enter_RefusedForConcurrency_UsesNothingOfTheRate()
    {
        var limits = new CallerLimits(new LimitSettings(RequestsPerSecond: 1, Burst: 2, Concurrency: 1), _time);
        Assert.Null(limits.Enter());
        Assert.Equal(DenialReason.Concurrency, limits.Enter()!.Reason);

        limits.Leave();

        Assert.Null(limits.Enter());
    }

    [Fact]
    public void Or_WhereARateIsGiven_TakesNoBurstOfTheOthers()
    {
        var others = new LimitSettings(100, 500, 7, 1000);

        Assert.Equal(new LimitSettings(2, null, 7, 1000), new LimitSettings(RequestsPerSecond: 2).Or(others));
        Assert.Equal(new LimitSettings(100, 500, 3, 1000), new LimitSettings(Concurrency: 3).Or(others));
    }

    [Fact]
    public void LimitBook_WithManyNames_ForgetsOnlyThoseThatOweNothing()
    {
        var book = new LimitBook(new LimitSettings(RequestsPerSecond: 1), _time);
        var owing = book.Of("owing");
        for (int i = 1; i < 10_000; i++)
            book.Of($"caller {i}");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(owing.Enter());

        book.Of("one more");

        Assert.Equal(2, book.Count);
        Assert.Same(owing, book.Of("owing"));
    }
}
