using Xunit.Abstractions;

namespace Argus.Operator.Tests.Faults;

/// <summary>Two operators side by side, of which one leads.</summary>
public sealed class ElectionTests(ITestOutputHelper output)
{
    private const int Count = 24;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    // What a process on a busy machine needs to write the lease.
    private static readonly TimeSpan OwnRequest = TimeSpan.FromSeconds(1);

    // And to begin: all that only a leader does is compiled then.
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1.6);

    private static Dictionary<string, string> Elects(string ns = "argus") => new() { ["ARGUS_LEADER_ELECTION"] = "true", ["ARGUS_NAMESPACE"] = ns };

    [Fact]
    public async Task Run_LeaderKilledUnderLoad_TheOtherTakesOverWithinTheLeaseAndWritesNothingTwice()
    {
        await using var cluster = await FaultCluster.StartAsync();
        var first = await cluster.StartOperatorAsync("first", environment: Elects());
        await first.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        var second = await cluster.StartOperatorAsync("second", environment: Elects());
        await second.Process.UntilLineAsync(line => line.Contains("The leader is first_", StringComparison.Ordinal));
        // A lease counts from when it was seen: the last renewal is to be one that the second has seen come.
        int renewals = Renewals(cluster);
        await cluster.Traffic.UntilAsync(_ => Renewals(cluster) > renewals, FaultCluster.Patience);
        int written = 0;
        long killed = 0;
        first.Proxy.Passed = async e =>
        {
            if (!e.IsChildWrite || Interlocked.Increment(ref written) != Count)
                return;
            killed = TimeProvider.System.GetTimestamp();
            await first.Process.KillAsync();
        };

        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => cluster.ApplyAsync($"faces-{i}")));
        await first.Process.ExitAsync();
        foreach (int i in Enumerable.Range(0, Count))
            await cluster.UntilReasonAsync($"faces-{i}", "Unschedulable");

        var firstWrites = cluster.Traffic.All.Where(e => e.Who == "first" && (e.IsChildWrite || e.IsStatusWrite)).ToList();
        var secondWrites = cluster.Traffic.All.Where(e => e.Who == "second" && (e.IsChildWrite || e.IsStatusWrite)).ToList();
        Assert.InRange(firstWrites.Count, Count, secondWrites.Count);
        Assert.True(firstWrites.Max(e => e.At) < secondWrites.Min(e => e.At), "Both led at one time.");
        cluster.Traffic.AssertNothingTwice();
        var renewed = cluster.Traffic.All.Last(e => e is { Who: "first", IsLeaseWrite: true, IsDone: true });
        var taken = cluster.Traffic.All.First(e => e is { Who: "second", IsLeaseWrite: true });
        var fromKill = TimeProvider.System.GetElapsedTime(killed, secondWrites.Min(e => e.At));
        var fromRenewal = TimeProvider.System.GetElapsedTime(renewed.At, taken.At);
        output.WriteLine($"Takeover after kill -9: first write {fromKill.TotalSeconds:F2} s after the kill, lease taken {fromRenewal.TotalSeconds:F3} s after its last renewal");
        Assert.InRange(fromKill, TimeSpan.Zero, Lease + Beginning);
        // Not a moment before it has run out, and with the first write.
        Assert.InRange(fromRenewal, Lease, Lease + OwnRequest);
        Assert.True(taken.IsDone, $"{taken}");

        await FollowThenTakeOverAsync(cluster, second);
    }

    [Fact]
    public async Task Run_NamespaceOfTheLeaseMissing_SaysWhatToDoAndLeadsOnceItIsThere()
    {
        await using var cluster = await FaultCluster.StartAsync();
        var run = await cluster.StartOperatorAsync("alone", environment: Elects("nowhere"));

        await run.Process.UntilLineAsync(line => line.Contains("kubectl create namespace nowhere", StringComparison.Ordinal));
        await cluster.Traffic.UntilAsync(all => all.Count(e => e is { Method: "POST", Status: 404 }) >= 2, FaultCluster.Patience);
        // Said once, not with every try.
        Assert.Single(run.Process.Lines, line => line.Contains("Leader election", StringComparison.Ordinal));

        await cluster.CreateNamespaceAsync("nowhere");
        await run.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
    }

    private static int Renewals(FaultCluster cluster) => cluster.Traffic.All.Count(e => e is { Who: "first", IsLeaseWrite: true, IsDone: true });

    // The killed one comes back as a follower, and leads as soon as the leader ends in order.
    private async Task FollowThenTakeOverAsync(FaultCluster cluster, OperatorRun leader)
    {
        var back = await cluster.StartOperatorAsync("back", environment: Elects());
        await back.Process.UntilLineAsync(line => line.Contains("The leader is second_", StringComparison.Ordinal));
        await cluster.ApplyAsync("while-two-run");
        await cluster.UntilReasonAsync("while-two-run", "Unschedulable");
        Assert.DoesNotContain(cluster.Traffic.All, e => e is { Who: "back", IsWrite: true });

        await leader.Process.TerminateAsync();
        long ended = TimeProvider.System.GetTimestamp();
        await back.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        var handOver = TimeProvider.System.GetElapsedTime(ended);

        output.WriteLine($"Takeover after SIGTERM: {handOver.TotalSeconds:F1} s");
        Assert.InRange(handOver, TimeSpan.Zero, OwnRequest);
        Assert.Equal(0, leader.Process.ExitCode);
    }
}
