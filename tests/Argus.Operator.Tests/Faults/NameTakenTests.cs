using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Policy;

namespace Argus.Operator.Tests.Faults;

/// <summary>Objects of others that have the names of children.</summary>
public sealed class NameTakenTests
{
    [Fact]
    public async Task Run_NamesTaken_AppliesNothingOfTheseAndAsksNoMoreForTheOthers()
    {
        const int count = 20;
        await using var cluster = await FaultCluster.StartAsync();
        await cluster.Client.CreateAsync(new V1Service { Metadata = new() { Name = "service-taken", Namespace = "default" }, Spec = new() { Ports = [new() { Port = 80 }] } });
        // The last of the children: all others would be there by then.
        await cluster.Client.CreateAsync(new V1PodDisruptionBudget { Metadata = new() { Name = "budget-taken", Namespace = "default" }, Spec = new() { MinAvailable = 1 } });

        await cluster.StartOperatorAsync("only");
        string[] names = ["service-taken", "budget-taken", .. Enumerable.Range(0, count).Select(i => $"faces-{i}")];
        await Task.WhenAll(names.Select(n => cluster.ApplyAsync(n)));
        foreach (string name in names)
            await cluster.UntilReasonAsync(name, name.EndsWith("-taken", StringComparison.Ordinal) ? "NameTaken" : "Unschedulable");

        Assert.DoesNotContain(cluster.Traffic.All, e => e.IsChildWrite && e.Object.Contains("-taken", StringComparison.Ordinal));
        var looks = cluster.Traffic.All.Where(e => e.Query.Contains("managed-by%21%3D", StringComparison.Ordinal)).ToList();
        Assert.InRange(looks.Count, 6, 6 * count / 2);

        // What is there already costs nothing more.
        await cluster.ApplyAsync("faces-0", change: s => s with { Scaling = s.Scaling with { Min = 2 } });
        await cluster.Traffic.UntilAsync(all => all.Count(e => e.IsChildWrite && e.Object == "default/deployments/faces-0") > 1, FaultCluster.Patience);
        Assert.Equal(looks.Count, cluster.Traffic.All.Count(e => looks.Exists(l => l.Query == e.Query)));

        await cluster.Client.DeleteAsync<V1Service>("service-taken", "default");
        await cluster.Client.DeleteAsync<V1PodDisruptionBudget>("budget-taken", "default");
        await cluster.ApplyAsync("service-taken", change: s => s with { Scaling = s.Scaling with { Min = 2 } });
        await cluster.UntilReasonAsync("service-taken", "Unschedulable");
    }
}
