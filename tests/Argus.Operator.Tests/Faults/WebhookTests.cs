using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Client;

namespace Argus.Operator.Tests.Faults;

/// <summary>The admission webhook as a real API server calls it: by its Service, over TLS that it can check.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const int LongSeconds = 20;
    private const string Host = "argus-operator.argus.svc";
    private static readonly ResourceType Configurations = new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", Namespaced: false);
    private static readonly ResourceType Slices = new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
    private static readonly ResourceType Services = new("", "v1", "Service", "services");

    private readonly WebhookFolder _folder = new();
    private FaultCluster? _cluster;
    private OperatorRun? _operator;

    private FaultCluster Cluster => _cluster!;

    public async Task InitializeAsync()
    {
        _cluster = await FaultCluster.StartAsync();
        string authority = _folder.Renew(Host);
        _operator = await Cluster.StartOperatorAsync("operator", environment: new Dictionary<string, string> { ["ARGUS_WEBHOOK_CERTIFICATES"] = _folder.Path });
        await _operator.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        await ApplyAsync(Services, "argus-operator", "argus", """{"spec":{"ports":[{"name":"webhook","port":443}]}}""");
        await ApplyAsync(Slices, "argus-operator-1", "argus", $$$"""
            {"metadata":{"labels":{"kubernetes.io/service-name":"argus-operator"}},"addressType":"IPv4",
            "endpoints":[{"addresses":["{{{_operator.Host}}}"],"conditions":{"ready":true}}],"ports":[{"name":"webhook","port":9443,"protocol":"TCP"}]}
            """);
        await ConfigureAsync(authority, "Fail", LongSeconds);
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Apply_WhatCannotBeServed_IsRefusedInWordsAlsoAfterTheCertificateWasRenewed()
    {
        await AssertRefusedAsync("selftset", "face-analysis", "there is no ModelPack selftset");
        await AssertRefusedAsync(FaultCluster.FacesPack, "image-embedding", "the task image-embedding needs image-encoder");
        await Cluster.ApplyAsync("good");

        await ConfigureAsync(_folder.Renew(Host), "Fail", LongSeconds);

        await AssertRefusedAsync("selftset", "face-analysis", "there is no ModelPack selftset");
        await Cluster.ApplyAsync("good-too");
    }

    [Fact]
    public async Task Apply_OperatorHangsOrIsGone_GoesByTheFailurePolicy()
    {
        string authority = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "tls.crt")));
        await ConfigureAsync(authority, "Fail", 1);
        await SignalAsync("-STOP");
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => Cluster.ApplyAsync("hangs"));
        Assert.Contains("failed calling webhook \"modeldeployments.argus.dev\"", refused.Status.Message);
        await ConfigureAsync(authority, "Ignore", 1);
        long start = TimeProvider.System.GetTimestamp();
        await Cluster.ApplyAsync("hangs");
        // The second that it may take, and time to notice.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.9, 10);

        await SignalAsync("-CONT");
        await _operator!.Process.KillAsync();
        await Cluster.ApplyAsync("gone");
        await ConfigureAsync(authority, "Fail", 1);
        refused = await Assert.ThrowsAsync<KubernetesException>(() => Cluster.ApplyAsync("gone-too"));
        Assert.Contains("failed calling webhook \"modeldeployments.argus.dev\"", refused.Status.Message);
    }

    private async Task AssertRefusedAsync(string pack, string task, string words)
    {
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => Cluster.ApplyAsync("bad", change: spec => spec with { Task = task, Model = new() { Pack = pack } }));
        Assert.StartsWith("admission webhook \"modeldeployments.argus.dev\" denied the request", refused.Status.Message);
        Assert.Contains(words, refused.Status.Message);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_operator!.Process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private Task ConfigureAsync(string authority, string policy, int seconds) => ApplyAsync(Configurations, "argus", null, $$"""
        {"webhooks":[{"name":"modeldeployments.argus.dev","sideEffects":"None","admissionReviewVersions":["v1"],"failurePolicy":"{{policy}}","timeoutSeconds":{{seconds}},
        "clientConfig":{"service":{"namespace":"argus","name":"argus-operator","path":"/validate","port":443},"caBundle":"{{authority}}"},
        "rules":[{"apiGroups":["argus.dev"],"apiVersions":["v1alpha1"],"operations":["CREATE","UPDATE"],"resources":["modeldeployments"]}]}]}
        """);

    private Task ApplyAsync(ResourceType type, string name, string? ns, string json)
    {
        var body = (JsonObject)JsonNode.Parse(json)!;
        (body["apiVersion"], body["kind"]) = (type.ApiVersion, type.Kind);
        var metadata = body["metadata"] as JsonObject ?? [];
        metadata["name"] = name;
        body["metadata"] = metadata;
        return Cluster.Client.Resource(type).ApplyAsync(name, ns, Encoding.UTF8.GetBytes(body.ToJsonString()), new ApplyOptions { Force = true });
    }
}
