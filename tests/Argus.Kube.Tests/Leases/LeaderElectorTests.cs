using System.Net;
using Argus.Kube.Client;
using Argus.Kube.Leases;

namespace Argus.Kube.Tests.Leases;

public sealed class LeaderElectorTests : IAsyncDisposable
{
    private readonly MemoryLeases _server = new();
    private readonly TestCandidate _a;
    private readonly TestCandidate _b;

    public LeaderElectorTests()
    {
        _a = new TestCandidate("a", _server);
        _b = new TestCandidate("b", _server);
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task Run_NoLease_CreatesItAndLeads()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");

        Assert.True(_a.Elector.IsLeader);
        var spec = _server.Lease!.Spec!;
        Assert.Equal(("a", 15, 0), (spec.HolderIdentity, spec.LeaseDurationSeconds, spec.LeaseTransitions));
        Assert.Equal(_a.Clock.GetUtcNow(), spec.AcquireTime);
    }

    [Fact]
    public async Task Run_Leading_RenewsEveryTwoSecondsAndKeepsItsAcquireTime()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        var acquired = _server.Lease!.Spec!.AcquireTime;

        for (int i = 0; i < 30; i++)
            Assert.Equal(TimeSpan.FromSeconds(2), await _a.NextTryAsync());
        await _a.Clock.TimerAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        Assert.True(_a.Elector.IsLeader);
        Assert.Equal((acquired, acquired + TimeSpan.FromMinutes(1), 0), (_server.Lease.Spec!.AcquireTime, _server.Lease.Spec.RenewTime, _server.Lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task Stop_Leading_GivesTheLeaseBackAndTheNextTakesItAtOnce()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _ = _b.Start();
        await _b.UntilAsync("leader a");

        await _a.StopAsync();

        Assert.Equal(("", 1), (_server.Lease!.Spec!.HolderIdentity, _server.Lease.Spec.LeaseDurationSeconds));
        Assert.False(_a.Elector.IsLeader);
        // No time passes for b.
        await _b.UntilAsync("began");
        Assert.Equal(("b", 15, 1), (_server.Lease!.Spec!.HolderIdentity, _server.Lease.Spec.LeaseDurationSeconds, _server.Lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task Run_RenewalsFail_StopsTheWorkAtTheDeadline()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _a.Line.Before = (_, _) => throw new HttpRequestException("no route");

        var waited = TimeSpan.Zero;
        for (int i = 0; i < 4; i++)
        {
            waited += await _a.NextTryAsync();
            await _a.UntilAsync("failure HttpRequestException");
            Assert.True(_a.Elector.IsLeader);
        }

        await _a.NextTryAsync();
        await _a.UntilAsync("ended");
        Assert.Equal(TimeSpan.FromSeconds(8), waited);
        Assert.False(_a.Elector.IsLeader);
    }

    [Fact]
    public async Task Run_RenewalHangs_StopsTheWorkAtTheDeadline()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _a.Line.Before = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);
        await _a.NextTryAsync();

        _a.Clock.Advance(TimeSpan.FromSeconds(7.9));
        Assert.True(_a.Elector.IsLeader);
        _a.Clock.Advance(TimeSpan.FromSeconds(0.1));

        await _a.UntilAsync("ended");
        Assert.False(_a.Elector.IsLeader);
    }

    [Fact]
    public async Task Run_LostForAWhile_LeadsAgain()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _a.Line.Before = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);
        await _a.NextTryAsync();
        _a.Line.Before = null;
        _a.Clock.Advance(TimeSpan.FromSeconds(8));
        await _a.UntilAsync("ended");

        await _a.UntilAsync("began");

        Assert.Equal(("a", 0), (_server.Lease!.Spec!.HolderIdentity, _server.Lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task Run_AnotherTookTheLease_StopsAtTheNextRenewal()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _server.Write(l => l with { Spec = l.Spec! with { HolderIdentity = "c" } });

        await _a.NextTryAsync();

        await _a.UntilAsync("leader c");
        await _a.UntilAsync("ended");
        Assert.Equal("c", _server.Lease!.Spec!.HolderIdentity);
    }

    [Fact]
    public async Task Run_AnotherWroteLabelsOnTheLease_LeadsOn()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _server.Write(l => l with { Metadata = l.Metadata with { Labels = new Dictionary<string, string> { ["team"] = "x" } } });

        for (int i = 0; i < 10; i++)
            await _a.NextTryAsync();
        await _a.Clock.TimerAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        Assert.True(_a.Elector.IsLeader);
        Assert.Equal("x", _server.Lease!.Metadata.Labels!["team"]);
        Assert.Equal(_a.Clock.GetUtcNow(), _server.Lease.Spec!.RenewTime);
    }

    [Fact]
    public async Task Run_LeaseDeleted_StopsAndStandsAgain()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _server.Delete();

        await _a.NextTryAsync();

        await _a.UntilAsync("ended");
        await _a.UntilAsync("began");
        Assert.Equal("a", _server.Lease!.Spec!.HolderIdentity);
    }

    [Fact]
    public async Task Run_NamespaceMissing_IsToldAndTriedAgain()
    {
        _server.IsNamespaceMissing = true;
        _ = _a.Start();
        await _a.UntilAsync("failure KubernetesException");
        _server.IsNamespaceMissing = false;

        await _a.NextTryAsync();

        await _a.UntilAsync("began");
    }

    [Fact]
    public async Task Run_RenewalAnsweredWithSomethingElse_IsAFailureLikeAnother()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        _a.Line.Instead = _ => new(HttpStatusCode.OK) { Content = new StringContent("<html>") };
        await _a.NextTryAsync();
        await _a.UntilAsync("failure JsonException");
        Assert.True(_a.Elector.IsLeader);

        _a.Line.Instead = _ => null;
        await _a.NextTryAsync();
        await _a.Clock.TimerAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        Assert.Equal(_a.Clock.GetUtcNow(), _server.Lease!.Spec!.RenewTime);
    }

    [Fact]
    public async Task Stop_WorkTakesLongToEnd_KeepsTheLeaseUntilItHas()
    {
        var drained = new TaskCompletionSource();
        _a.Work = async token =>
        {
            _a.Signal("began");
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await drained.Task;
        };
        _ = _a.Start();
        await _a.UntilAsync("began");
        var stopped = _a.StopAsync();

        for (int i = 0; i < 20; i++)
            await _a.NextTryAsync();
        await _a.Clock.TimerAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        Assert.Equal(("a", _a.Clock.GetUtcNow()), (_server.Lease!.Spec!.HolderIdentity, _server.Lease.Spec.RenewTime));
        drained.SetResult();
        await stopped;

        Assert.Equal("", _server.Lease.Spec!.HolderIdentity);
    }

    [Fact]
    public async Task Stop_RenewalOnItsWay_GivesTheLeaseBackAllTheSame()
    {
        _ = _a.Start();
        await _a.UntilAsync("began");
        var reached = new TaskCompletionSource();
        // The server has renewed, but the answer does not come.
        _a.Line.After = async (_, token) =>
        {
            _a.Line.After = null;
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        await _a.NextTryAsync();
        await reached.Task;

        await _a.StopAsync();

        Assert.Equal("", _server.Lease!.Spec!.HolderIdentity);
    }

    [Fact]
    public async Task Run_WorkThrows_EndsTheElectionAndGivesTheLeaseBack()
    {
        _a.Work = _ => throw new InvalidOperationException("broken");

        await Assert.ThrowsAsync<InvalidOperationException>(_a.Start);

        Assert.Equal("", _server.Lease!.Spec!.HolderIdentity);
        Assert.False(_a.Elector.IsLeader);
    }

    [Theory]
    [InlineData(15, 15, 2)]
    [InlineData(15, 10, 9)]
    [InlineData(0.5, 0.3, 0.1)]
    [InlineData(1.5, 1, 0.1)]
    public void New_TimesThatDoNotFit_SaysSo(double lease, double deadline, double retry)
    {
        using var client = new KubernetesClient(new() { Host = new Uri("http://server") }, new(), TimeProvider.System);

        Assert.Throws<ArgumentException>(() => new LeaderElector(client, new LeaderElectionOptions
        {
            Name = "n",
            Namespace = "s",
            Identity = "i",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(deadline),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        }));
    }
}
