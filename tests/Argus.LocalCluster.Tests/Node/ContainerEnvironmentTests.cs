using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;

namespace Argus.LocalCluster.Tests.Node;

public class ContainerEnvironmentTests
{
    private static readonly V1Pod Pod = new()
    {
        Metadata = new()
        {
            Name = "web-1",
            Namespace = "ns",
            Uid = "u",
            Labels = new Dictionary<string, string> { ["app"] = "web" },
            Annotations = new Dictionary<string, string> { ["argus.dev/digest"] = "sha256:1" },
        },
        Spec = new V1PodSpec { NodeName = "n", ServiceAccountName = "robot" },
    };

    [Theory]
    [InlineData("$(A)-$(B)", "1-$(B)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$A $( $(A", "$A $( $(A")]
    [InlineData("$$$(A)$", "$1$")]
    public void Expand_Text_ReplacesKnownNames(string text, string expected) =>
        Assert.Equal(expected, ContainerEnvironment.Expand(text, new Dictionary<string, string> { ["A"] = "1" }));

    [Theory]
    [InlineData("metadata.name", "web-1")]
    [InlineData("metadata.namespace", "ns")]
    [InlineData("metadata.uid", "u")]
    [InlineData("metadata.labels['app']", "web")]
    [InlineData("metadata.labels['none']", "")]
    [InlineData("metadata.annotations['argus.dev/digest']", "sha256:1")]
    [InlineData("metadata.labels", "app=\"web\"\n")]
    [InlineData("spec.nodeName", "n")]
    [InlineData("spec.serviceAccountName", "robot")]
    [InlineData("status.podIP", "127.100.0.1")]
    [InlineData("status.hostIP", "127.0.0.1")]
    public void Field_OfThePod_IsFound(string path, string expected) => Assert.Equal(expected, Fields().Field(path));

    [Fact]
    public void Field_Unknown_SaysWhich() =>
        Assert.Equal("unsupported fieldPath: spec.other", Assert.Throws<ConfigException>(() => Fields().Field("spec.other")).Message);

    [Theory]
    [InlineData("limits.cpu", null, "2")]
    [InlineData("limits.cpu", "1m", "1500")]
    [InlineData("limits.memory", "1Mi", "1024")]
    [InlineData("requests.cpu", "1m", "0")]
    public void Resource_WithDivisor_IsRoundedUpAndFallsBackToTheNode(string resource, string? divisor, string expected)
    {
        var container = new V1Container
        {
            Name = "c",
            Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = ResourceQuantity.Parse("1500m") } },
        };
        var selector = new V1ResourceFieldSelector { Resource = resource, Divisor = divisor is null ? default(ResourceQuantity?) : ResourceQuantity.Parse(divisor) };
        Assert.Equal(expected, Fields().Resource(selector, container));
    }

    [Fact]
    public void Build_AllSources_LaterOnesGoBefore()
    {
        var container = new V1Container
        {
            Name = "c",
            EnvFrom =
            [
                new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "settings" }, Prefix = "S_" },
                new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "keys" } },
                new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "absent", Optional = true } },
            ],
            Env =
            [
                new V1EnvVar { Name = "URL", Value = "http://$(token)@$(S_host)/" },
                new V1EnvVar { Name = "S_host", Value = "changed" },
                new V1EnvVar { Name = "MAYBE", ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "keys", Key = "none", Optional = true } } },
            ],
        };
        var variables = ContainerEnvironment.Build(container, "ns", Fields(), Objects());
        Assert.Equal(new Dictionary<string, string> { ["S_host"] = "changed", ["token"] = "t0p", ["URL"] = "http://t0p@example/" }, variables);
    }

    [Theory]
    [InlineData("keys", "none", "couldn't find key none in Secret ns/keys")]
    [InlineData("absent", "any", "secret \"absent\" not found")]
    public void Build_Missing_SaysWhat(string name, string key, string message)
    {
        var container = new V1Container { Name = "c", Env = [new V1EnvVar { Name = "A", ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = name, Key = key } } }] };
        Assert.Equal(message, Assert.Throws<ConfigException>(() => ContainerEnvironment.Build(container, "ns", Fields(), Objects())).Message);
    }

    private static DownwardFields Fields() => new(
        Pod, "127.100.0.1", "127.0.0.1", new Dictionary<string, ResourceQuantity> { ["memory"] = ResourceQuantity.Parse("1Gi"), ["cpu"] = ResourceQuantity.Parse("8") });

    private static ObjectLookup Objects() => new(
        name => name == "settings" ? new V1ConfigMap { Data = new Dictionary<string, string> { ["host"] = "example" } } : null,
        name => name == "keys" ? new V1Secret { Data = new Dictionary<string, string> { ["token"] = Convert.ToBase64String("t0p"u8) } } : null);
}
