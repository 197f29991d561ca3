using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>Tests of how an API server behaves: of the local cluster always, and of a real one where KUBECONFIG_CONFORMANCE or KUBECONFIG names it.</summary>
public abstract class ConformanceSuite : IAsyncLifetime
{
    protected const string MergePatch = "application/merge-patch+json";
    protected const string ApplyPatch = "application/apply-patch+yaml";
    private IApiTarget? _target;

    public static TheoryData<string> Targets => RealTarget.Kubeconfig is null ? ["local"] : ["local", "real"];

    private protected IApiTarget Target => _target!;

    /// <summary>A namespace of the test's own.</summary>
    protected string Namespace { get; } = $"conformance-{Guid.NewGuid():n}"[..24];

    protected string Maps => $"/api/v1/namespaces/{Namespace}/configmaps";

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_target is null)
            return;
        await Target.SendAsync("DELETE", $"/api/v1/namespaces/{Namespace}");
        await Target.DisposeAsync();
    }

    private protected async Task StartAsync(string target, int history = 20_000)
    {
        _target = target == "local" ? new LocalTarget(await RunningCluster.StartAsync(history)) : await RealTarget.StartAsync();
        await Target.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
    }

    protected static string? Version(JsonNode? o) => (string?)o!["metadata"]!["resourceVersion"];

    protected static IEnumerable<string?> Names(JsonNode? list) => list!["items"]!.AsArray().Select(i => (string?)i!["metadata"]!["name"]);
}
