using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Rendering;

/// <summary>Pods of the chart hold the restricted Pod Security Standard, and more.</summary>
public sealed partial class PodSecurityTests
{
    private static readonly string[] Allowed = ["configMap", "emptyDir", "secret", "projected", "persistentVolumeClaim"];

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_EveryPod_IsRestricted(string name)
    {
        var deployments = (await new Scenario(name).ObjectsAsync()).Of("Deployment").ToList();

        Assert.True(deployments.Count >= 3);
        Assert.All(deployments, deployment =>
        {
            var pod = deployment["spec"]!["template"]!["spec"]!.AsObject();
            var security = pod["securityContext"]!;
            Assert.True((bool)security["runAsNonRoot"]!);
            Assert.NotEqual(0, (long)security["runAsUser"]!);
            Assert.Equal("RuntimeDefault", (string?)security["seccompProfile"]!["type"]);
            Assert.DoesNotContain(pod, p => p.Key is "hostNetwork" or "hostPID" or "hostIPC");
            Assert.All(pod["volumes"].List(), volume => Assert.Contains(volume.Select(v => v.Key), Allowed.Contains));
            var container = deployment.Container()["securityContext"]!;
            Assert.False((bool)container["allowPrivilegeEscalation"]!);
            Assert.True((bool)container["readOnlyRootFilesystem"]!);
            Assert.Equal(["ALL"], container["capabilities"]!["drop"].Texts());
        });
    }

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Template_EveryImage_IsPinned(string name)
    {
        var deployments = (await new Scenario(name).ObjectsAsync()).Of("Deployment").ToList();
        string[] images =
        [
            .. deployments.Select(d => (string)d.Container()["image"]!),
            .. deployments.SelectMany(d => d.Container()["env"].List()).Where(e => ((string)e["name"]!).StartsWith("ARGUS_IMAGE_", StringComparison.Ordinal)).Select(e => (string)e["value"]!),
        ];

        Assert.Equal(deployments.Count + 4, images.Length);
        Assert.All(images, image => Assert.Matches(Pinned(), image));
    }

    [Fact]
    public async Task Template_Tokens_AreOnlyInThePodsThatAskForThem()
    {
        var objects = await new Scenario("a-release-without-any-values").ObjectsAsync();

        Assert.All(objects.Of("ServiceAccount"), account => Assert.False((bool)account["automountServiceAccountToken"]!));
        Assert.All(objects.Of("Deployment"), deployment => Assert.NotEqual("default", (string?)deployment["spec"]!["template"]!["spec"]!["serviceAccountName"]));
        Assert.Equal(3, objects.Of("Deployment").Select(d => (string)d["spec"]!["template"]!["spec"]!["serviceAccountName"]!).Distinct().Count());
        Assert.Equal(["argus-gateway", "argus-operator"], objects.Of("Deployment").Where(d => (bool)d["spec"]!["template"]!["spec"]!["automountServiceAccountToken"]!).Select(d => d.Name()).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^[a-z0-9./-]+(:[0-9]+)?[a-z0-9./-]*(:[0-9][\w.-]*|@sha256:[0-9a-f]{64})$")]
    private static partial Regex Pinned();
}
