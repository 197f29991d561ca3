using System.Net;
using Argus.Gateway.Limits;
using Argus.Testing;

namespace Argus.Gateway.Tests.Limits;

public sealed class FailedAddressesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryFail_TooOftenFromOneAddress_IsRefusedThereOnly()
    {
        var failed = new FailedAddresses(perMinute: 3, most: 100, _time);
        var address = IPAddress.Parse("10.0.0.1");

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => failed.TryFail(address, out TimeSpan _)));
        Assert.True(failed.TryFail(IPAddress.Parse("10.0.0.2"), out _));

        Assert.False(failed.TryFail(address, out var wait));
        _time.Advance(wait);
        Assert.True(failed.TryFail(address, out _));
    }

    [Fact]
    public void TryFail_FromAddressesOfOneSubscriber_CountsThemTogether()
    {
        var failed = new FailedAddresses(perMinute: 2, most: 100, _time);

        Assert.True(failed.TryFail(IPAddress.Parse("2001:db8::1"), out _));
        Assert.True(failed.TryFail(IPAddress.Parse("2001:db8::ffff:2"), out _));
        Assert.False(failed.TryFail(IPAddress.Parse("2001:db8::3"), out _));
        Assert.True(failed.TryFail(IPAddress.Parse("2001:db8:0:1::1"), out _));
    }

    [Fact]
    public void TryFail_FromAnAddressInItsLongForm_IsTheSameAddress()
    {
        var failed = new FailedAddresses(perMinute: 1, most: 100, _time);

        Assert.True(failed.TryFail(IPAddress.Parse("10.0.0.1"), out _));
        Assert.False(failed.TryFail(IPAddress.Parse("::ffff:10.0.0.1"), out _));
    }

    [Fact]
    public void TryFail_FromEverywhereAtOnce_RemembersNoMoreThanItMay()
    {
        var failed = new FailedAddresses(perMinute: 5, most: 50, _time);

        int told = Enumerable.Range(0, 10_000).Count(i => failed.TryFail(new IPAddress(i), out TimeSpan _));

        Assert.Equal(50, failed.Count);
        Assert.Equal(50 + 5, told);
    }

    [Fact]
    public void TryFail_AfterACalm_HasRoomAgain()
    {
        var failed = new FailedAddresses(perMinute: 5, most: 50, _time);
        for (int i = 0; i < 1000; i++)
            failed.TryFail(new IPAddress(i), out _);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.True(failed.TryFail(IPAddress.Parse("10.0.0.1"), out _));

        Assert.Equal(1, failed.Count);
    }
}
