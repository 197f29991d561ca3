using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Values;

/// <summary>values.schema.json knows every value, describes it, and refuses the rest in words that name the field.</summary>
public sealed class SchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(ChartFolder.PathOf("values.schema.json")))!.AsObject();

    [Fact]
    public void Schema_AndValues_HaveTheSameNamesInTheSameOrder()
    {
        List<string> faults = [];
        Compare(Schema, TestYaml.ReadFile(ChartFolder.PathOf("values.yaml")).Single(), "", faults);
        Assert.Empty(faults);
    }

    [Fact]
    public void Schema_EveryProperty_IsDescribed()
    {
        List<string> bare = [];
        Walk(Schema, "", (schema, path) =>
        {
            foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
            {
                if (property!["description"] is null)
                    bare.Add($"{path}.{name}");
            }
        });
        Assert.Empty(bare);
    }

    [Fact]
    public void Schema_EveryMapWithNames_IsClosed()
    {
        List<string> open = [];
        Walk(Schema, "", (schema, path) =>
        {
            // Helm hands global on to all charts of a release, whose names are not ours to know.
            if (schema["properties"] is not null && path != ".global" && (bool?)schema["additionalProperties"] != false)
                open.Add(path);
        });
        Assert.Empty(open);
    }

    [Theory]
    [InlineData("operator.replicas=two", "operator.replicas: Invalid type. Expected: integer, given: string")]
    [InlineData("operator.replicas=99", "operator.replicas: Must be less than or equal to 9")]
    [InlineData("gateway.servce.port=1", "gateway: Additional property servce is not allowed")]
    [InlineData("gatway.enabled=false", "(root): Additional property gatway is not allowed")]
    [InlineData("gateway.auth.key=abc", "gateway.auth: Additional property key is not allowed")]
    [InlineData("gateway.service.port=70000", "gateway.service.port: Must be less than or equal to 65535")]
    [InlineData("gateway.service.type=Loadbalancer", "gateway.service.type: gateway.service.type must be one of the following: \"ClusterIP\", \"NodePort\", \"LoadBalancer\"")]
    [InlineData("gateway.seedPorts={80}", "gateway.seedPorts.0: gateway.seedPorts.0 must be one of the following")]
    [InlineData("gateway.trustedProxies={0.0.0.0/0}", "gateway.trustedProxies.0: Does not match pattern")]
    [InlineData("gateway.trustedProxies={::/0}", "gateway.trustedProxies.0: Does not match pattern")]
    [InlineData("gateway.trustedProxies={ingress-nginx}", "gateway.trustedProxies.0: Does not match pattern")]
    [InlineData("logLevel=verbose", "logLevel: logLevel must be one of the following: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\"")]
    [InlineData("operator.image.digest=abc", "operator.image.digest: Does not match pattern '^$|^sha256:[0-9a-f]{64}$'")]
    [InlineData("operator.resources.limit.cpu=1", "operator.resources: Additional property limit is not allowed")]
    [InlineData("modelServer.user=0", "modelServer.user: Must be greater than or equal to 1")]
    [InlineData("modelServer.cache.kind=hostPath", "modelServer.cache.kind: modelServer.cache.kind must be one of the following: \"empty\", \"hostpath\", \"claim\"")]
    [InlineData("monitoring.prometheusUrl=prometheus:9090", "monitoring.prometheusUrl: Does not match pattern '^https?://'")]
    [InlineData("networkPolicies.apiServer.cidrs={10.0.0.1}", "networkPolicies.apiServer.cidrs.0: Does not match pattern")]
    [InlineData("modelDeployments.faces.spec.task=chat", "modelDeployments.faces.spec: model is required")]
    [InlineData("modelDeployments.Faces.spec.task=chat", "modelDeployments: Property name of \"Faces\" does not match")]
    [InlineData("jobs.database.host=postgres://a", "jobs.database.host: Does not match pattern")]
    [InlineData("jobs.database.schema=Jobs", "jobs.database.schema: Does not match pattern")]
    [InlineData("jobs.vectors.kind=faiss", "jobs.vectors.kind: jobs.vectors.kind must be one of the following: \"\", \"embedded\", \"qdrant\", \"pgvector\"")]
    [InlineData("jobs.vectors.qdrant.url=qdrant:6333", "jobs.vectors.qdrant.url: Does not match pattern")]
    [InlineData("jobs.media.url=http://user:secret@media", "jobs.media.url: Does not match pattern")]
    [InlineData("jobs.kafka.brokers=kafka", "jobs.kafka.brokers: Does not match pattern")]
    [InlineData("jobs.kafka.securityProtocol=TLS", "jobs.kafka.securityProtocol: jobs.kafka.securityProtocol must be one of the following")]
    [InlineData("jobs.kafka.password=a", "jobs.kafka: Additional property password is not allowed")]
    [InlineData("jobs.mqtt.url=http://a", "jobs.mqtt.url: Does not match pattern")]
    [InlineData("jobs.worker.minReplicas=0", "jobs.worker.minReplicas: Must be greater than or equal to 1")]
    [InlineData("jobs.worker.autoscaler=hpa", "jobs.worker.autoscaler: jobs.worker.autoscaler must be one of the following: \"auto\", \"keda\", \"none\"")]
    [InlineData("jobs.persistence.accessModes={ReadOnlyMany}", "jobs.persistence.accessModes.0: jobs.persistence.accessModes.0 must be one of the following")]
    [InlineData("operator.env.A.value=1", "operator.env.A: Must validate at least one schema (anyOf)")]
    public async Task Template_AValueThatIsNonsense_IsRefusedByItsName(string value, string message)
    {
        var run = await HelmRun.RunAsync(["template", "argus", ChartFolder.Relative, "--set", value]);

        Assert.Equal(1, run.Exit);
        Assert.Contains($"- {message}", run.Errors, StringComparison.Ordinal);
    }

    private static void Compare(JsonObject schema, JsonObject values, string path, List<string> faults)
    {
        if (schema["properties"] is not JsonObject properties)
            return;
        if (!properties.Select(p => p.Key).SequenceEqual(values.Select(v => v.Key)))
            faults.Add($"{path}: {string.Join(' ', properties.Select(p => p.Key))} in the schema, {string.Join(' ', values.Select(v => v.Key))} in the values");
        foreach (var (name, value) in values)
        {
            if (value is JsonObject map && properties[name] is JsonObject property)
                Compare(property, map, $"{path}.{name}", faults);
        }
    }

    private static void Walk(JsonObject schema, string path, Action<JsonObject, string> visit)
    {
        visit(schema, path);
        foreach (string group in (string[])["properties", "definitions"])
        {
            foreach (var (name, child) in schema[group] as JsonObject ?? [])
                Walk(child!.AsObject(), $"{path}.{name}", visit);
        }

        foreach (string place in (string[])["additionalProperties", "items"])
        {
            if (schema[place] is JsonObject child)
                Walk(child, $"{path}[]", visit);
        }

        foreach (var option in schema["anyOf"].List())
            Walk(option, $"{path}|", visit);
    }
}
