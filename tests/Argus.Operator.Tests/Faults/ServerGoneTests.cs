using Argus.Kube.Api.Core;

namespace Argus.Operator.Tests.Faults;

/// <summary>A deployment that serves, while nothing happens, and while the API server is away.</summary>
public sealed class ServerGoneTests(StandInCluster fixture) : IClassFixture<StandInCluster>
{
    private FaultCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Run_NothingHappens_WritesNothingButItsLease()
    {
        await fixture.ServeAsync("serving");
        int before = Writes().Count();

        await RenewalsAsync(Environment.GetEnvironmentVariable("ARGUS_SOAK") is null ? 3 : 60);

        Assert.Empty(Writes().Skip(before));
    }

    [Fact]
    public async Task Run_OperatorKilledAndBack_SaysNothingOfWhatItHasNotAsked()
    {
        await fixture.ServeAsync("serving");
        await fixture.Operator.Process.KillAsync();
        int before = Writes().Count();

        await fixture.StartOperatorAsync();
        await fixture.Operator.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        await RenewalsAsync(2);

        Assert.Empty(Writes().Skip(before));
    }

    [Fact]
    public async Task Run_ServerKilledAndBack_GoesOnAndLeavesWhatServesAlone() =>
        await GoAndComeAsync("later", () => fixture.Operator.Process.UntilLineAsync(line => line.Contains("Cannot mirror pods", StringComparison.Ordinal)));

    // All of it in the soak: there the server stays away for 30 seconds.
    [Fact]
    public async Task Run_ServerGoneForAWhile_GoesOnAndLeavesWhatServesAlone() =>
        await GoAndComeAsync("much-later", () => Task.Delay(TimeSpan.FromSeconds(SoakSize.Full ? 30 : 3), TimeProvider.System));

    private async Task GoAndComeAsync(string later, Func<Task> away)
    {
        await fixture.ServeAsync("serving");
        var pod = Assert.Single((await Cluster.Client.ListAsync<V1Pod>("default", new() { LabelSelector = "argus.dev/deployment=serving" })).Items);
        var children = await ChildObjects.ReadAsync(Cluster.Client, "default");
        await Cluster.KillAsync();
        await fixture.Operator.Proxy.CloseAsync();
        int before = Writes().Count();
        await away();
        await Cluster.RunAsync();
        await fixture.Operator.Proxy.OpenAsync();
        await fixture.ServeAsync(later);

        Assert.False(fixture.Operator.Process.HasExited);
        Assert.DoesNotContain(Writes().Skip(before), e => e.IsChildWrite && e.Object.EndsWith("/serving", StringComparison.Ordinal));
        Cluster.Traffic.AssertNothingTwice();
        var after = await ChildObjects.ReadAsync(Cluster.Client, "default");
        Assert.All(children, c => Assert.Equal(Identity(c.Value), Identity(after[c.Key])));
        var same = await Cluster.Client.ReadAsync<V1Pod>(pod.Metadata.Name!, "default");
        Assert.Equal((pod.Metadata.Uid, 0), (same.Metadata.Uid, same.Status!.ContainerStatuses![0].RestartCount));
        // It was ready all the time: whoever leads anew asks the pods before it says anything of them.
        Assert.DoesNotContain(Writes().Skip(before), e => e.IsStatusWrite && e.Object.EndsWith("/serving", StringComparison.Ordinal));
    }

    private static (string, string) Identity(System.Text.Json.Nodes.JsonObject child) => ((string)child["metadata"]!["uid"]!, child["metadata"]!["generation"]?.ToString() ?? "");

    private Task RenewalsAsync(int count)
    {
        int before = Cluster.Traffic.All.Count(IsRenewal);
        return Cluster.Traffic.UntilAsync(all => all.Count(IsRenewal) >= before + count, TimeSpan.FromMinutes(5));
    }

    private IEnumerable<Exchange> Writes() => Cluster.Traffic.All.Where(e => e.IsWrite && !IsLease(e));

    private static bool IsRenewal(Exchange e) => e.IsWrite && IsLease(e) && e.IsDone;

    private static bool IsLease(Exchange e) => e.Path.Contains("/leases", StringComparison.Ordinal);
}
