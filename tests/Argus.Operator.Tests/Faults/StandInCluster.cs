namespace Argus.Operator.Tests.Faults;

/// <summary>A cluster in which pods run, and an operator that asks them every second; for all tests of a class.</summary>
public sealed class StandInCluster : IAsyncLifetime
{
    private FaultCluster? _cluster;
    private OperatorRun? _operator;

    internal FaultCluster Cluster => _cluster!;

    internal OperatorRun Operator => _operator!;

    public async Task InitializeAsync()
    {
        _cluster = await FaultCluster.StartAsync(node: true);
        await StartOperatorAsync();
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>Starts the operator, as another container of the same pod where there was one.</summary>
    internal async Task StartOperatorAsync() => _operator = await Cluster.StartOperatorAsync("operator", _operator?.Proxy, new Dictionary<string, string>
    {
        ["ARGUS_LEADER_ELECTION"] = "true",
        ["ARGUS_HEALTH_SECONDS"] = "1",
        ["POD_UID"] = "pod",
    });

    /// <summary>Applies a ModelDeployment, and waits until it serves and all is told of it.</summary>
    internal async Task ServeAsync(string name)
    {
        // Slow enough that an operator which does not wait for the answer is caught.
        await Cluster.ApplyAsync(name, change: spec => StandIns.With(spec, ("HEALTH", StandIns.Answer), ("DELAY_MS", "500")));
        await Cluster.UntilReasonAsync(name, "Serving");
        await Cluster.Traffic.UntilAsync(all => all.Any(e => IsEvent(e, name)), FaultCluster.Patience);
    }

    private static bool IsEvent(Exchange e, string name) =>
        e is { Method: "POST", Status: 201 } && e.Body.Contains("\"reason\":\"Serving\"", StringComparison.Ordinal) && e.Body.Contains($"\"name\":\"{name}\"", StringComparison.Ordinal);
}
