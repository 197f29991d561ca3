using System.Text.Json.Nodes;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Planning;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Rendering;

/// <summary>Every object that any scenario applies has the properties that Kubernetes and KEDA know, with their types.</summary>
public sealed class RenderedObjectTests
{
    [DataFact]
    public void Render_EveryScenario_FitsTheContracts()
    {
        var bodies = Directory.EnumerateDirectories(GoldenTests.Folder)
            .SelectMany(folder => Scenario.Read(File.ReadAllText(Path.Combine(folder, "in.yaml"))).Compute().Applies)
            .ToList();

        Assert.Equal(Kinds.All.Select(k => k.Kind).Order(StringComparer.Ordinal), bodies.Select(b => b.Type.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(bodies.SelectMany(Faults).Distinct());
    }

    [DataFact]
    public void Check_AnUnknownProperty_IsFound()
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "a", ["imag"] = 1 }) } } } };

        var faults = Faults(new PlannedApply(Kinds.Deployment, "a", body, [], true));

        Assert.Contains("Deployment .spec.template.spec.containers[0].imag: is not known", faults);
    }

    private static IEnumerable<string> Faults(PlannedApply apply)
    {
        var (schema, schemas) = SchemaOf(apply.Type.Kind);
        return new SchemaCheck(schemas).Check(schema, apply.Body).Select(fault => $"{apply.Type.Kind} {fault}");
    }

    private static (JsonObject Schema, JsonObject? Schemas) SchemaOf(string kind)
    {
        if (kind == Kinds.ScaledObject.Kind)
        {
            var crd = TestYaml.ReadFile(TestData.At("contracts", "keda", "keda.sh_scaledobjects.yaml")).Single();
            return (crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject(), null);
        }

        var (file, prefix) = kind switch
        {
            "ConfigMap" or "Service" => ("api__v1", "io.k8s.api.core.v1."),
            "Deployment" => ("apis__apps__v1", "io.k8s.api.apps.v1."),
            "NetworkPolicy" => ("apis__networking.k8s.io__v1", "io.k8s.api.networking.v1."),
            "PodDisruptionBudget" => ("apis__policy__v1", "io.k8s.api.policy.v1."),
            _ => ("apis__autoscaling__v2", "io.k8s.api.autoscaling.v2."),
        };
        var schemas = Documents.GetOrAdd(file, f => JsonNode.Parse(File.ReadAllText(TestData.At("contracts", "kubernetes", $"{f}_openapi.json")))!["components"]!["schemas"]!.AsObject());
        return (schemas[prefix + kind]!.AsObject(), schemas);
    }

    private static System.Collections.Concurrent.ConcurrentDictionary<string, JsonObject> Documents { get; } = [];
}
