using System.Collections.Immutable;
using System.Text.Json;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Testing;

/// <summary>A cluster in memory: what plans apply, and pods that follow their Deployments as the strategy allows.</summary>
internal sealed class World(ModelDeployment resource, PlanOptions options, IReadOnlyList<ModelPack> packs)
{
    private int _names;

    public ModelDeployment Resource { get; set; } = resource;

    public PlanOptions Options { get; } = options;

    public IReadOnlyList<ModelPack> Packs { get; set; } = packs;

    public FakeCluster Cluster { get; } = new();

    public List<PodFacts> Pods { get; } = [];

    public DateTimeOffset Now { get; set; } = Scenario.Now;

    public Observed Observed => new() { Packs = [.. Packs], Children = [.. Cluster.Children], Pods = [.. Pods] };

    /// <summary>Plans, acts and reports once.</summary>
    public Plan Reconcile()
    {
        var plan = Planner.Compute(Resource, Observed, Options, Now);
        Cluster.Act(plan);
        if (plan.Status is not null)
            Resource = Resource with { Status = plan.Status };
        return plan;
    }

    /// <summary>The Deployment controller and the nodes take one step; false where there is nothing to do.</summary>
    public bool Step(Random random)
    {
        var deployments = Cluster.Children.Where(c => c.Type == Kinds.Deployment).ToList();
        if (Pods.RemoveAll(p => !deployments.Any(d => VariantOf(d) == p.Variant)) > 0)
            return true;
        foreach (var deployment in deployments.OrderBy(_ => random.Next()))
        {
            if (Step(deployment, random))
                return true;
        }

        return false;
    }

    /// <summary>Pods of a variant that are ready.</summary>
    public int ReadyOf(string variant) => Pods.Count(p => p.Variant == variant && p.Ready);

    public static int ReplicasOf(Child deployment) => deployment.Read().Body.GetProperty("spec").TryGetProperty("replicas", out var replicas) ? replicas.GetInt32() : 1;

    private bool Step(Child deployment, Random random)
    {
        var spec = deployment.Read().Body.GetProperty("spec");
        int wanted = ReplicasOf(deployment);
        var rolling = spec.GetProperty("strategy").GetProperty("rollingUpdate");
        int surge = rolling.GetProperty("maxSurge").GetInt32(), away = rolling.GetProperty("maxUnavailable").GetInt32();
        string revision = spec.GetProperty("template").GetProperty("metadata").GetProperty("labels").GetProperty(Names.Revision).GetString()!;
        string variant = VariantOf(deployment);
        var pods = Pods.Where(p => p.Variant == variant).ToList();
        var warming = pods.Where(p => !p.Ready).ToList();
        if (warming.Count > 0 && random.Next(2) == 0)
        {
            Pods[Pods.IndexOf(warming[0])] = Warm(warming[0], deployment);
            return true;
        }

        int current = pods.Count(p => p.Revision == revision);
        if (current < wanted && pods.Count < wanted + surge)
        {
            Pods.Add(new PodFacts { Name = $"{deployment.Metadata.Name}-{_names++}", Variant = variant, Revision = revision, Scheduled = true, StartedAt = Now, ConfigMaps = [ConfigMapOf(deployment)] });
            return true;
        }

        var excess = pods.Where(p => p.Revision != revision).Concat(pods.Where(p => p.Revision == revision).Skip(wanted)).FirstOrDefault(p => !p.Ready || ReadyOf(variant) - 1 >= wanted - away);
        if (excess is not null)
            return Pods.Remove(excess);
        if (warming.Count == 0)
            return false;
        Pods[Pods.IndexOf(warming[0])] = Warm(warming[0], deployment);
        return true;
    }

    // An honest pod: it reports the digest of the manifest that it mounts.
    private PodFacts Warm(PodFacts pod, Child deployment)
    {
        var config = Cluster.Children.First(c => c.Type == Kinds.ConfigMap && c.Metadata.Name == pod.ConfigMaps[0]);
        var manifest = TestYaml.ReadAll(config.Read().Body.GetProperty("data").GetProperty("pack.yaml").GetString()!).Single().Deserialize(ArgusJson.Default.ModelPack)!;
        string target = Resource.Spec.Hardware.Target;
        return pod with
        {
            Ready = true,
            Health = new HealthReport(HealthReport.Healthy)
            {
                Digest = ModelDigest.Possible(manifest.Spec.Files)[0],
                Requested = target,
                Actual = target,
                Providers = ImmutableArray.Create("SomeExecutionProvider"),
            },
        };
    }

    private static string VariantOf(Child deployment) => deployment.Read().Body.GetProperty("metadata").GetProperty("labels").GetProperty(Names.Variant).GetString()!;

    private static string ConfigMapOf(Child deployment) =>
        deployment.Read().Body.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("volumes").EnumerateArray()
            .First(v => v.GetProperty("name").GetString() == Names.PackVolume).GetProperty("configMap").GetProperty("name").GetString()!;
}
