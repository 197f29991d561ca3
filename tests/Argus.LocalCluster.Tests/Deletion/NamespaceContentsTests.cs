using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Deletion;

public class NamespaceContentsTests
{
    [Fact]
    public async Task Namespace_MadeNow_HasAnAccountAndTheCertificateOfTheServer()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "fresh" } });
        await UntilAsync(cluster, new ObjectKey("/serviceaccounts", "fresh", "default"), stored => stored is not null);
        var map = await UntilAsync(cluster, new ObjectKey("/configmaps", "fresh", "kube-root-ca.crt"), stored => stored is not null);
        using var known = X509Certificate2.CreateFromPem(map!.Parse()["data"]!["ca.crt"]!.ToString());
        Assert.Equal("CN=argus-local-cluster", known.Subject);
        Assert.Contains(known.ExportCertificatePem(), System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(CertificateIn(cluster.Kubeconfig))));
    }

    [Theory]
    [InlineData("serviceaccounts", "default")]
    [InlineData("configmaps", "kube-root-ca.crt")]
    public async Task WhatEveryNamespaceHas_Deleted_ComesBack(string plural, string name)
    {
        await using var cluster = await RunningCluster.StartAsync();
        var key = new ObjectKey("/" + plural, "default", name);
        var before = await UntilAsync(cluster, key, stored => stored is not null);
        await cluster.SendAsync("DELETE", $"/api/v1/namespaces/default/{plural}/{name}");
        await UntilAsync(cluster, key, stored => stored is not null && stored.Facts.Uid != before!.Facts.Uid);
    }

    [Fact]
    public async Task Certificate_ThatSomebodyChanged_IsPutRight()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var key = new ObjectKey("/configmaps", "default", "kube-root-ca.crt");
        await UntilAsync(cluster, key, stored => stored is not null);
        var (code, _) = await cluster.SendAsync("PATCH", "/api/v1/namespaces/default/configmaps/kube-root-ca.crt", JsonNode.Parse("""{"data":{"ca.crt":"mine","more":"x"}}"""), "application/merge-patch+json");
        Assert.Equal(200, code);
        var map = await UntilAsync(cluster, key, stored => stored!.Parse()["data"]!["ca.crt"]!.ToString() != "mine");
        Assert.Single(map!.Parse()["data"]!.AsObject());
    }

    [Fact]
    public async Task Namespace_BeingDeleted_IsNotFilledAgain()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "fresh" } });
        await UntilAsync(cluster, new ObjectKey("/configmaps", "fresh", "kube-root-ca.crt"), stored => stored is not null);
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/fresh");
        await UntilAsync(cluster, new ObjectKey("/namespaces", "", "fresh"), stored => stored is null);
        Assert.Empty(cluster.Store.State.Of("/configmaps").In("fresh"));
    }

    private static async Task<StoredObject?> UntilAsync(RunningCluster cluster, ObjectKey key, Func<StoredObject?, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var state = cluster.Store.State;
            if (holds(state.Find(key)))
                return state.Find(key);
            await cluster.Store.ReachAsync(state.Version + 1, limit.Token);
        }
    }

    private static string CertificateIn(string kubeconfig) =>
        File.ReadLines(kubeconfig).Single(line => line.Contains("certificate-authority-data:", StringComparison.Ordinal)).Split(": ")[1].Trim();
}
