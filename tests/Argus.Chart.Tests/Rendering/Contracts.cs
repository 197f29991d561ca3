using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.LocalCluster.Schema;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Rendering;

/// <summary>The published schemas: of Kubernetes by OpenAPI documents, of other kinds by their definitions.</summary>
internal sealed class Contracts
{
    private static readonly Lazy<Contracts> Loaded = new(() => new Contracts());
    private readonly Dictionary<(string ApiVersion, string Kind), (JsonObject Schema, JsonObject All)> _builtIn = [];
    private readonly Dictionary<(string ApiVersion, string Kind), JsonObject> _definitions = [];

    private Contracts()
    {
        foreach (string file in Directory.EnumerateFiles(TestData.At("contracts", "kubernetes"), "*.json"))
            AddDocument(JsonNode.Parse(File.ReadAllText(file))!["components"]!["schemas"]!.AsObject());
        string[] folders =
        [
            TestData.At("contracts", "prometheus-operator"), TestData.At("contracts", "gateway-api"), TestData.At("contracts", "keda"),
            Path.Combine(TestData.Repository, "crds"), Path.Combine(TestData.Repository, "tests", "Argus.Chart.Tests", "Schemas"),
        ];
        foreach (string file in folders.SelectMany(f => Directory.EnumerateFiles(f, "*.yaml")))
            AddDefinition(TestYaml.ReadFile(file).Single());
    }

    /// <summary>What does not fit the contract of its kind; a kind without one is a fault too.</summary>
    public static IEnumerable<string> Faults(JsonObject o)
    {
        var key = (o.ApiVersion(), o.Kind());
        if (Loaded.Value._definitions.TryGetValue(key, out var definition))
            return Custom(definition, o).Select(fault => $"{o.Title()} {fault}");
        if (!Loaded.Value._builtIn.TryGetValue(key, out var found))
            return [$"{o.Title()}: there is no contract for {key}"];
        return new SchemaCheck(found.All).Check(found.Schema, o).Select(fault => $"{o.Title()} {fault}");
    }

    // As the API server would: unknown fields, types, required fields, patterns and rules.
    private static IEnumerable<string> Custom(JsonObject openApi, JsonObject o)
    {
        var schema = StructuralSchema.Compile(openApi.DeepClone().AsObject());
        var copy = o.DeepClone().AsObject();
        var unknown = schema.Prune(copy).Select(path => $"{path}: is not known");
        schema.ApplyDefaults(copy);
        return [.. unknown, .. schema.Validate(copy, null).Select(cause => cause.ToString())];
    }

    private void AddDocument(JsonObject schemas)
    {
        foreach (var (_, schema) in schemas)
        {
            foreach (var kind in schema!["x-kubernetes-group-version-kind"].List())
            {
                string group = (string)kind["group"]!;
                string version = (string)kind["version"]!;
                _builtIn.TryAdd((group.Length == 0 ? version : $"{group}/{version}", (string)kind["kind"]!), (schema.AsObject(), schemas));
            }
        }
    }

    private void AddDefinition(JsonObject definition)
    {
        var spec = definition.Spec();
        foreach (var version in spec["versions"].List())
            _definitions[($"{spec["group"]}/{version["name"]}", (string)spec["names"]!["kind"]!)] = version["schema"]!["openAPIV3Schema"]!.AsObject();
    }
}
