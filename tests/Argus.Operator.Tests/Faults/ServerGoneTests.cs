using Argus.Kube.Api.Core;

namespace Argus.Operator.Tests.Faults;

/// <summary>A deployment that serves, while nothing happens, and while the API server is away.</summary>
public sealed class ServerGoneTests : IAsyncLifetime
{
    private FaultCluster? _cluster;
    private readonly Dictionary<string, string> _settings = new() { ["ARGUS_LEADER_ELECTION"] = "true", ["ARGUS_HEALTH_SECONDS"] = "1", ["POD_UID"] = "pod" };
    private OperatorRun? _operator;

    private FaultCluster Cluster => _cluster!;

    public async Task InitializeAsync()
    {
        _cluster = await FaultCluster.StartAsync(node: true);
        _operator = await Cluster.StartOperatorAsync("operator", environment: _settings);
        await Cluster.ApplyAsync("serving", change: StandIns.Healthy);
        await Cluster.UntilReasonAsync("serving", "Serving");
        // The last that is told of it.
        await Cluster.Traffic.UntilAsync(all => all.Any(e => e is { Method: "POST", Status: 201 } && e.Body.Contains("\"reason\":\"Serving\"", StringComparison.Ordinal)), FaultCluster.Patience);
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    [Fact]
    public async Task Run_NothingHappens_WritesNothingButItsLease()
    {
        int before = Writes().Count();

        await RenewalsAsync(Environment.GetEnvironmentVariable("ARGUS_SOAK") is null ? 3 : 60);

        Assert.Empty(Writes().Skip(before));
    }

    [Fact]
    public async Task Run_OperatorKilledAndBack_SaysNothingOfWhatItHasNotAsked()
    {
        await _operator!.Process.KillAsync();
        int before = Writes().Count();

        var next = await Cluster.StartOperatorAsync("operator", _operator.Proxy, _settings);
        await next.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        await RenewalsAsync(2);

        Assert.Empty(Writes().Skip(before));
    }

    [Fact]
    public async Task Run_ServerKilledAndBack_GoesOnAndLeavesWhatServesAlone()
    {
        await GoAndComeAsync(() => _operator!.Process.UntilLineAsync(line => line.Contains("Cannot mirror pods", StringComparison.Ordinal)));
    }

    [SoakFact]
    public async Task Run_ServerGoneFor30Seconds_GoesOnAndLeavesWhatServesAlone()
    {
        await GoAndComeAsync(() => Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    private async Task GoAndComeAsync(Func<Task> away)
    {
        var pod = Assert.Single((await Cluster.Client.ListAsync<V1Pod>("default")).Items);
        var children = await ChildObjects.ReadAsync(Cluster.Client, "default");
        await Cluster.KillAsync();
        await _operator!.Proxy.CloseAsync();
        int before = Writes().Count();
        await away();
        await Cluster.RunAsync();
        await Cluster.ApplyAsync("later", change: StandIns.Healthy);
        await _operator.Proxy.OpenAsync();
        await Cluster.UntilReasonAsync("later", "Serving");

        Assert.False(_operator.Process.HasExited);
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
