using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Rendering;

/// <summary>What an object names by selector, port or name is there.</summary>
public sealed class ReferenceTests
{
    // Made by the user.
    private static readonly string[] FromOutside =
    [
        "callers", "issuer-keys", "gateway-certificate", "pictures-and-jobs",
        "postgres", "qdrant", "media-token", "kafka-user", "kafka-authority", "kafka-client", "mqtt-user", "mqtt-authority", "webhook-secret", "minio", "models-key",
    ];

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_Services_LeadToPorts(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();

        Assert.All(objects.Of("Service"), service =>
        {
            var target = Assert.Single(objects.Of("Deployment"), d => d["spec"]!["template"]!["metadata"]!["labels"].HasAll(service["spec"]!["selector"]));
            Assert.Subset(PortNames(target).ToHashSet(), service["spec"]!["ports"].List().Select(p => (string)p["targetPort"]!).ToHashSet());
        });
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_Selectors_MeetTheirPods(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();
        var pods = objects.Of("Deployment").ToDictionary(d => d.Name(), d => d["spec"]!["template"]!["metadata"]!["labels"]);

        Assert.All(objects.Of("Deployment"), d => Assert.True(pods[d.Name()].HasAll(d["spec"]!["selector"]!["matchLabels"])));
        Assert.All(objects.Of("PodDisruptionBudget"), b => Assert.True(pods[b.Name()].HasAll(b["spec"]!["selector"]!["matchLabels"])));
        Assert.All(objects.Of("NetworkPolicy"), p => Assert.True(pods[p.Name()].HasAll(p["spec"]!["podSelector"]!["matchLabels"])));
        Assert.All(objects.Of("HorizontalPodAutoscaler").Concat(objects.Of("ScaledObject")), h => Assert.Contains((string)h["spec"]!["scaleTargetRef"]!["name"]!, pods.Keys));
        Assert.Equal(pods.Keys.Order(), objects.Of("NetworkPolicy").Select(p => p.Name()).Order());
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_NamedPortsOfPoliciesAndProbes_AreThere(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();

        Assert.All(objects.Of("Deployment"), deployment =>
        {
            var container = deployment.Container();
            string[] wanted =
            [
                .. (string[])[(string)container["startupProbe"]!["httpGet"]!["port"]!, (string)container["readinessProbe"]!["httpGet"]!["port"]!, (string)container["livenessProbe"]!["httpGet"]!["port"]!],
                .. objects.One("NetworkPolicy", deployment.Name())["spec"]!["ingress"].List().SelectMany(r => r["ports"].List()).Select(p => (string)p["port"]!),
            ];
            Assert.Subset(PortNames(deployment).ToHashSet(), wanted.ToHashSet());
        });
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_Volumes_AreThereAndMounted(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();
        string[] made =
        [
            .. objects.Of("Secret").Concat(objects.Of("ConfigMap")).Concat(objects.Of("PersistentVolumeClaim")).Select(o => o.Name()),
            .. objects.Of("Certificate").Select(c => (string)c["spec"]!["secretName"]!),
            .. FromOutside,
        ];

        Assert.All(objects.Of("Deployment"), deployment =>
        {
            var volumes = deployment["spec"]!["template"]!["spec"]!["volumes"].List().ToList();
            Assert.Equal(volumes.Select(v => (string)v["name"]!).Order(), deployment.Container()["volumeMounts"].List().Select(m => (string)m["name"]!).Order());
            Assert.All(volumes.SelectMany(v => v.Sources()), source => Assert.Contains(source, made));
        });
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_WhatLeadsToServices_FindsThem(string name)
    {
        var objects = await new Scenario(name).ObjectsAsync();
        var services = objects.Of("Service").ToList();

        foreach (var webhook in objects.Of("ValidatingWebhookConfiguration").SelectMany(w => w["webhooks"].List()).Select(w => w["clientConfig"]!["service"]!))
            Assert.Contains(services.Single(s => s.Name() == (string)webhook["name"]!)["spec"]!["ports"].List(), p => (long)p["port"]! == (long)webhook["port"]!);
        foreach (var backend in objects.Of("Ingress").Select(i => i["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!))
            Assert.Contains(services.Single(s => s.Name() == (string)backend["name"]!)["spec"]!["ports"].List(), p => (string)p["name"]! == (string)backend["port"]!["name"]!);
        foreach (var backend in objects.Of("HTTPRoute").Select(r => r["spec"]!["rules"]![0]!["backendRefs"]![0]!))
            Assert.Contains(services.Single(s => s.Name() == (string)backend["name"]!)["spec"]!["ports"].List(), p => (long)p["port"]! == (long)backend["port"]!);
        foreach (var monitor in objects.Of("ServiceMonitor").Where(m => m["spec"]!["namespaceSelector"] is null))
        {
            var service = Assert.Single(services, s => s["metadata"]!["labels"].HasAll(monitor["spec"]!["selector"]!["matchLabels"]));
            Assert.Contains(service["spec"]!["ports"].List(), p => (string)p["name"]! == (string)monitor["spec"]!["endpoints"]![0]!["port"]!);
        }

        foreach (var scaled in objects.Of("ScaledObject"))
            Assert.All(scaled["spec"]!["triggers"].List(), t => objects.One("TriggerAuthentication", (string)t["authenticationRef"]!["name"]!));

        foreach (var binding in objects.Of("ClusterRoleBinding").Concat(objects.Of("RoleBinding")))
        {
            Assert.Contains(objects, o => o.Kind() == (string)binding["roleRef"]!["kind"]! && o.Name() == (string)binding["roleRef"]!["name"]!);
            Assert.All(binding["subjects"].List(), subject => objects.One("ServiceAccount", (string)subject["name"]!));
        }
    }

    private static IEnumerable<string> PortNames(JsonObject deployment) => deployment.Container()["ports"].List().Select(p => (string)p["name"]!);
}
