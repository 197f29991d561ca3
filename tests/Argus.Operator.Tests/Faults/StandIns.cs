using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Faults;

/// <summary>Specs whose pods are stand-ins that behave as they are told.</summary>
internal static class StandIns
{
    /// <summary>The digest that the self-test pack leads to.</summary>
    public static string Digest { get; } = ModelDigest.Possible(
        TestYaml.ReadAll(File.ReadAllText(Path.Combine(TestData.Repository, "models", FaultCluster.Pack, "pack.yaml"))).Single().Deserialize(ArgusJson.Default.ModelPack)!.Spec.Files)[0];

    /// <summary>What a pod answers that is as it should be.</summary>
    public static string Answer { get; } = AnswerOf();

    /// <summary>Pods that are as they should be.</summary>
    public static ModelDeploymentSpec Healthy(ModelDeploymentSpec spec) => With(spec, ("HEALTH", Answer));

    /// <summary>Pods with these variables, named without what all begin with.</summary>
    public static ModelDeploymentSpec With(ModelDeploymentSpec spec, params IEnumerable<(string Name, string Value)> variables) =>
        spec with
        {
            Pod = new()
            {
                Env = [.. variables.Select(v => new PodEnv { Name = $"STAND_IN_{v.Name}", Value = v.Value })],
                // Many of them fit on a small machine.
                Resources = new() { Requests = new Dictionary<string, JsonElement> { ["cpu"] = JsonElement.Parse("\"1m\""), ["memory"] = JsonElement.Parse("\"16Mi\"") } },
            },
        };

    /// <summary>An answer to /health.</summary>
    public static string AnswerOf(string status = "healthy", string? digest = null, string actual = "cpu", string provider = "CPUExecutionProvider") => new JsonObject
    {
        ["status"] = status,
        ["onnx_providers"] = new JsonArray(provider),
        ["model_digest"] = digest ?? Digest,
        ["accelerator"] = new JsonObject { ["requested"] = "cpu", ["actual"] = actual, ["fallback_nodes"] = 0 },
    }.ToJsonString();
}
