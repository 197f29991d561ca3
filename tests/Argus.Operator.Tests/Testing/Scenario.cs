using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Testing;

/// <summary>
/// A world written as YAML: a ModelDeployment, packs, pods, other objects; documents of the kind Scenario say how pods answer (health), which
/// options there are, and what the expected files show. $REVISION, $DIGEST and $CANARY_DIGEST stand for what the plan leads to.
/// </summary>
internal sealed class Scenario
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Scenario(ModelDeployment resource, Observed observed, PlanOptions options, IReadOnlyList<string>? show) =>
        (Resource, Observed, Options, Show) = (resource, observed, options, show);

    public ModelDeployment Resource { get; }

    public Observed Observed { get; }

    public PlanOptions Options { get; }

    /// <summary>Kinds that the expected file shows; null for all.</summary>
    public IReadOnlyList<string>? Show { get; }

    public static Scenario Read(string yaml)
    {
        var first = From(TestYaml.ReadAll(yaml));
        if (!yaml.Contains('$', StringComparison.Ordinal) || Validation.Check(first.Resource.Spec, first.Observed).Count > 0)
            return first;
        var scene = Scene.Of(first.Resource, first.Observed with { Pods = [] }, first.Options, Now);
        string canary = first.Resource.Spec.Canary is { } c ? ServedModel.Of("x", c.Model, first.Observed.Pack(c.Model.Pack), first.Resource.Spec.Detection).Digests[0] : "";
        string canaryHash = first.Resource.Spec.Canary is { } d ? ServedModel.Of("x", d.Model, first.Observed.Pack(d.Model.Pack), first.Resource.Spec.Detection).Hash : "";
        return From(TestYaml.ReadAll(yaml
            .Replace("$REVISION", scene.Revision)
            .Replace("$CANARY_DIGEST", canary)
            .Replace("$CANARY_HASH", canaryHash)
            .Replace("$DIGEST", scene.Model.Digests[0])));
    }

    public Plan Compute() => Planner.Compute(Resource, Observed, Options, Now);

    /// <summary>What a plan writes, as YAML.</summary>
    public string Output(Plan plan)
    {
        var documents = plan.Applies.Where(a => Show is null || Show.Contains(a.Type.Kind)).Select(a => YamlText.Write(a.Body)).ToList();
        if (plan.Status is { } status && (Show is null || Show.Contains("status")))
            documents.Add("status:\n" + string.Concat(YamlText.Write(JsonSerializer.SerializeToNode(status, ArgusJson.Default.ModelDeploymentStatus)!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"  {l}\n")));
        return string.Join("---\n", documents);
    }

    private static Scenario From(IReadOnlyList<JsonObject> documents)
    {
        JsonObject Of(string kind) => documents.FirstOrDefault(d => (string?)d["kind"] == kind) ?? [];
        var settings = Of("Scenario");
        var health = settings["health"] as JsonObject ?? [];
        var resource = Of("ModelDeployment").Deserialize(ArgusJson.Default.ModelDeployment)!;
        resource = resource with { Metadata = resource.Metadata with { Uid = "11111111-2222-3333-4444-555555555555", Namespace = "vision", Generation = resource.Metadata.Generation ?? 1 } };
        var options = settings["options"] is { } o ? OptionsOf(o.AsObject()) : new PlanOptions();
        var observed = new Observed
        {
            Packs = [.. documents.Where(d => (string?)d["kind"] == "ModelPack").Select(d => d.Deserialize(ArgusJson.Default.ModelPack)!)],
            Pods = [.. documents.Where(d => (string?)d["kind"] == "Pod").Select(d => Pod(d, health))],
            HasKeda = (bool?)settings["keda"] ?? false,
        };
        var cluster = new FakeCluster();
        if ((bool?)settings["settled"] ?? false)
            cluster.Act(Planner.Compute(resource with { Spec = resource.Spec with { Paused = false } }, observed with { Pods = [] }, options, Now));
        foreach (var other in documents.Where(d => Kinds.All.Any(k => k.Kind == (string?)d["kind"])))
            cluster.Add((JsonObject)other.DeepClone());
        foreach (var change in settings["changes"] as JsonArray ?? [])
            cluster.Change(Kinds.All.Single(k => k.Kind == (string)change!["kind"]!), (string)change!["name"]!, change["value"]!.DeepClone(), ((string)change["path"]!).Split('.'));
        return new Scenario(resource, observed with { Children = [.. cluster.Children] }, options, (settings["show"] as JsonArray)?.Select(s => (string)s!).ToList());
    }

    private static PodFacts Pod(JsonObject pod, JsonObject health)
    {
        string name = (string)pod["metadata"]!["name"]!;
        return PodFacts.Of(pod.Deserialize(KubeJson.Default.V1Pod)!, health[name] is JsonObject answer ? Health(answer) : null);
    }

    private static HealthReport Health(JsonObject answer) => new((string?)answer["status"] ?? HealthReport.Healthy)
    {
        Digest = (string?)answer["digest"],
        Providers = [.. (answer["providers"] as JsonArray ?? []).Select(p => (string)p!)],
        Requested = (string?)answer["requested"],
        Actual = (string?)answer["actual"],
        FallbackNodes = (int?)(long?)answer["fallbackNodes"] ?? 0,
        ClassesDigest = (string?)answer["classesDigest"],
        Reason = (string?)answer["reason"],
        Requests = (long?)answer["requests"] ?? 0,
        Failures = (long?)answer["failures"] ?? 0,
    };

    private static PlanOptions OptionsOf(JsonObject options)
    {
        var made = new PlanOptions();
        return made with
        {
            Autoscaler = Enum.Parse<AutoscalerKind>((string?)options["autoscaler"] ?? "Auto"),
            Cache = Enum.Parse<CacheKind>((string?)options["cache"] ?? "HostPath"),
            CacheSource = (string?)options["cacheSource"] ?? made.CacheSource,
            NvidiaImage = (string?)options["nvidiaImage"] ?? made.NvidiaImage,
        };
    }
}
