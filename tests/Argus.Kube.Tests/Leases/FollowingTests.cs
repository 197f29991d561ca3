using System.Net;

namespace Argus.Kube.Tests.Leases;

/// <summary>A candidate that waits while another leads.</summary>
public sealed class FollowingTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    // Timers are set a tick of the system's late.
    private static readonly TimeSpan LeaseAndTick = Lease + TimeSpan.FromMilliseconds(5);

    private readonly MemoryLeases _server = new();
    private readonly TestCandidate _a;
    private readonly TestCandidate _b;

    public FollowingTests()
    {
        _a = new TestCandidate("a", _server);
        _b = new TestCandidate("b", _server);
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Run_LeaderKilled_TakesOverAfterTheLeaseAndNotBeforeWhateverTheWallClockSays(int shift)
    {
        await LeadAsync();
        // From here on the clock of a stands still: it is dead.
        var waited = TimeSpan.Zero;
        while (waited < Lease)
        {
            Assert.Equal("a", _server.Lease!.Spec!.HolderIdentity);
            _b.Clock.WallClockShift += TimeSpan.FromSeconds(shift);
            waited += await _b.NextSilenceAsync();
        }

        await _b.UntilAsync("began");
        Assert.Equal(LeaseAndTick, waited);
        Assert.Equal(("b", 1), (_server.Lease!.Spec!.HolderIdentity, _server.Lease.Spec.LeaseTransitions));
        // It saw all there was: the last look and the write are one request.
        Assert.Equal("PUT", _b.Line.Asked.Last());
        Assert.Single(_b.Line.Asked, "PUT");
    }

    [Fact]
    public async Task Run_LeaderRenews_CandidateWaitsWithoutAskingAndCountsFromTheLastRenewal()
    {
        await LeadAsync();
        await _b.HearsAsync();
        int asked = _b.Line.Asked.Count;
        for (int i = 0; i < 30; i++)
        {
            await _a.NextTryAsync();
            await _b.HearsAsync();
            _b.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal((true, false, asked), (_a.Elector.IsLeader, _b.Elector.IsLeader, _b.Line.Asked.Count));

        // Two seconds of the lease are over. Two more, and it looks.
        _b.Clock.Advance(TimeSpan.FromSeconds(2));
        var waited = TimeSpan.FromSeconds(4);
        while (waited < Lease)
        {
            Assert.False(_b.Elector.IsLeader);
            waited += await _b.NextSilenceAsync();
        }

        await _b.UntilAsync("began");
        Assert.Equal(LeaseAndTick, waited);
    }

    [Fact]
    public async Task Run_WatchForbidden_LooksNowAndThenAndTakesOverAllTheSame()
    {
        _b.Line.Instead = request => LeaseLine.IsWatch(request) ? MemoryLeases.Refused(403, "Forbidden") : null;
        await LeadAsync();

        var waited = TimeSpan.Zero;
        int looks = 0;
        while (waited < Lease)
        {
            Assert.Equal("a", _server.Lease!.Spec!.HolderIdentity);
            await _b.UntilAsync("failure KubernetesException");
            waited += await _b.NextTryAsync();
            looks++;
        }

        await _b.UntilAsync("began");
        Assert.InRange(waited, Lease, LeaseAndTick);
        Assert.InRange(looks, 6, 8);
        Assert.Equal(looks, _b.Line.Asked.Count(a => a == "GET"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WatchEndsAtOnce_WaitsBeforeItLooksAgain(bool isBroken)
    {
        await LeadAsync();
        await _b.HearsAsync();

        _server.EndWatches(isBroken ? new IOException("cut") : null);

        Assert.InRange(await _b.NextTryAsync(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.4));
        await _b.HearsAsync();
        Assert.Equal(["GET", "WATCH", "GET", "WATCH"], _b.Line.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WatchEndsAfterAWhile_LooksAtOnceAndMissesNothing(bool isBroken)
    {
        await LeadAsync();
        await _b.HearsAsync();
        _b.Clock.Advance(TimeSpan.FromSeconds(1));

        _server.EndWatches(isBroken ? new IOException("cut") : null);

        // Three seconds are left until it would look again; the lease is as old as before.
        Assert.Equal(TimeSpan.FromSeconds(4), await _b.HearsAsync());
        Assert.Equal(["GET", "WATCH", "GET", "WATCH"], _b.Line.Asked);
    }

    [Fact]
    public async Task Run_WatchThatTellsNothing_SeesTheRenewalsByLooking()
    {
        _server.IsSilent = true;
        await LeadAsync();
        for (int i = 0; i < 15; i++)
        {
            await _a.NextTryAsync();
            await _a.NextTryAsync();
            _b.Clock.Advance(await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4)));
        }

        // A minute, and the leader leads.
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
        Assert.Equal((true, false, 0), (_a.Elector.IsLeader, _b.Elector.IsLeader, _b.Line.Asked.Count(a => a == "PUT")));
    }

    [Fact]
    public async Task Run_ViewIsOld_FailsToWriteAndWaitsOn()
    {
        _server.IsSilent = true;
        await LeadAsync();
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
        // It cannot look until it has tried to write.
        _b.Line.Instead = request => request.Method == HttpMethod.Get && !_b.Line.Asked.Contains("PUT") ? new(HttpStatusCode.BadGateway) : null;
        await _a.NextTryAsync();

        var waited = TimeSpan.FromSeconds(4);
        _b.Clock.Advance(waited);
        while (waited < Lease)
            waited += await _b.NextTryAsync();

        // What it wanted to write was refused, since the leader has renewed, and it follows again.
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
        Assert.Contains("PUT", _b.Line.Asked);
        Assert.Equal(("a", false), (_server.Lease!.Spec!.HolderIdentity, _b.Elector.IsLeader));
    }

    [Fact]
    public async Task Run_LeaseDeletedWhileItIsHeld_LeavesTheLeaderTheTimeToNotice()
    {
        await LeadAsync();
        await _b.HearsAsync();
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));

        _server.Delete();

        await _b.UntilAsync("leader ");
        await _b.NextSilenceAsync();
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
        Assert.Null(_server.Lease);
        await _a.NextTryAsync();
        await _a.UntilAsync("ended");
        await _a.UntilAsync("began");
        await _b.UntilAsync("leader a");
        Assert.DoesNotContain("POST", _b.Line.Asked);
    }

    [Fact]
    public async Task Run_LeaseDeletedAndTheLeaderDead_TakesOverAfterTheLease()
    {
        await LeadAsync();
        await _b.HearsAsync();
        await _b.Clock.TimerAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
        _server.Delete();
        await _b.UntilAsync("leader ");

        var waited = await _b.NextSilenceAsync();
        while (waited < Lease)
        {
            Assert.False(_b.Elector.IsLeader);
            var next = await _b.Clock.TimerAsync(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(4));
            _b.Clock.Advance(next);
            waited += next;
        }

        await _b.UntilAsync("began");
        Assert.Equal("b", _server.Lease!.Spec!.HolderIdentity);
    }

    /// <summary>The first leads, the second has seen it.</summary>
    private async Task LeadAsync()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _ = _b.Start();
        await _b.UntilAsync("leader a");
    }
}
