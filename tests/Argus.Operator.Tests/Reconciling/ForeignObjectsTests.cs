using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Operator.Reconciling;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using Argus.Testing;

namespace Argus.Operator.Tests.Reconciling;

public sealed class ForeignObjectsTests
{
    private static readonly ResourceType[] Two = [Kinds.ConfigMap, Kinds.Service];

    [Fact]
    public async Task Find_ManyAtOnce_ShareOneListOfEachKindUntilItIsOld()
    {
        await using var server = await TestApiServer.StartAsync();
        using var client = new KubernetesClient(new() { Host = server.Address }, new(), TimeProvider.System);
        var clock = new FakeTimeProvider();
        var foreign = new ForeignObjects(client, clock);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => foreign.FindAsync(new ObjectKey("ns", $"faces-{i}"), Two, default)));
        clock.Advance(ForeignObjects.Age - TimeSpan.FromTicks(1));
        await foreign.FindAsync(new ObjectKey("ns", "later"), Two, default);
        Assert.Equal(2, server.MetadataLists.Count);

        clock.Advance(TimeSpan.FromTicks(1));
        await foreign.FindAsync(new ObjectKey("ns", "later"), Two, default);
        await foreign.FindAsync(new ObjectKey("elsewhere", "later"), Two, default);
        Assert.Equal(6, server.MetadataLists.Count);
    }

    [Fact]
    public async Task Find_ObjectsOfOthers_AreThoseOfItsNamesAndNotOurs()
    {
        await using var server = await TestApiServer.StartAsync();
        using var client = new KubernetesClient(new() { Host = server.Address }, new(), TimeProvider.System);
        Put(server, "faces", "helm");
        Put(server, "faces-canary", "kustomize");
        Put(server, "facesandmore", "helm");
        Put(server, "faces-ours", Names.Manager);

        var found = await new ForeignObjects(client, TimeProvider.System).FindAsync(new ObjectKey("ns", "faces"), Two, default);

        Assert.Equal(["Service/faces", "Service/faces-canary"], found.Select(c => c.Reference).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Find_ServerFails_IsToldAndAskedAnewTheNextTime()
    {
        await using var server = await TestApiServer.StartAsync();
        using var client = new KubernetesClient(new() { Host = server.Address }, new() { MaxRetries = 0 }, TimeProvider.System);
        var foreign = new ForeignObjects(client, new FakeTimeProvider());
        ResourceType[] gone = [new("gone.dev", "v1", "Gone", "gones")];
        await Assert.ThrowsAsync<KubernetesException>(() => foreign.FindAsync(new ObjectKey("ns", "faces"), gone, default));

        Assert.Empty(await foreign.FindAsync(new ObjectKey("ns", "faces"), Two, default));
    }

    private static void Put(TestApiServer server, string name, string manager) => server.Put($"/api/v1/namespaces/ns/services/{name}", new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns", ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = manager } },
    });
}
