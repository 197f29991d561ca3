using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Schema;

public sealed class DecodeCheckTests
{
    [Theory]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": 1}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string")]
    [InlineData("apps/v1", "Deployment", """{"spec": {"replicas": "two"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("v1", "Pod", """{"spec": {"containers": {}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("v1", "Pod", """{"spec": {"containers": [{"name": true}]}}""", "json: cannot unmarshal bool into Go struct field Container.spec.containers.name of type string")]
    [InlineData("v1", "Secret", """{"data": {"a": "%%"}}""", "illegal base64 data")]
    [InlineData("coordination.k8s.io/v1", "Lease", """{"spec": {"renewTime": "2026-01-01T00:00:00Z"}}""", "parsing time \"2026-01-01T00:00:00Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"")]
    [InlineData("coordination.k8s.io/v1", "Lease", """{"spec": {"renewTime": "2026-01-01T00:00:00.123456Z"}}""", null)]
    [InlineData("v1", "Service", """{"spec": {"ports": [{"port": 80, "targetPort": "http"}, {"port": 81, "targetPort": 8080}]}}""", null)]
    public void Run_WrongType_IsNamedAsTheServerDoes(string apiVersion, string kind, string json, string? problem) =>
        Assert.Equal(problem, DecodeCheck.Run(Recording.SchemaOf(apiVersion, kind), JsonNode.Parse(json)!.AsObject()));

    [Fact]
    public void Unreadable_LabelThatIsANumber_IsNamedWithoutItsPath() => Assert.Equal(
        "json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string",
        ObjectMetaValidation.Unreadable(JsonNode.Parse("""{"metadata": {"labels": {"a": 1}}}""")!.AsObject(), isCustom: true));

    [Fact]
    public void Warnings_FinalizerWithoutADomain_IsRemarkedOn() => Assert.Equal(
        ["metadata.finalizers: \"nodomain\": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers"],
        ObjectMetaValidation.Warnings(JsonNode.Parse("""{"metadata": {"finalizers": ["nodomain", "a.b/c", "orphan"]}}""")!.AsObject()));
}
