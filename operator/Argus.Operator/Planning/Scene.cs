using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>An accepted ModelDeployment worked out: what is wanted, and what its pods must report.</summary>
internal sealed record Scene
{
    public required RenderInput Input { get; init; }

    /// <summary>The model that serves: the spec's, or a canary's that was promoted.</summary>
    public required ServedModel Model { get; init; }

    public required ScalePlan Scale { get; init; }

    /// <summary>Every child that is wanted, in the order in which it is applied.</summary>
    public required ImmutableArray<JsonObject> Wanted { get; init; }

    /// <summary>State of the pod template that pods of the serving model are to have.</summary>
    public required string Revision { get; init; }

    /// <summary>What such pods must report.</summary>
    public required Expectation Expected { get; init; }

    public CanaryStatus? Canary { get; init; }

    /// <summary>Works it out.</summary>
    public static Scene Of(ModelDeployment resource, Observed observed, PlanOptions options, DateTimeOffset now)
    {
        var spec = resource.Spec;
        string name = resource.Metadata.Name!;
        var input = new RenderInput(resource, HardwareNeeds.Of(spec.Hardware, options), options);
        var deployment = observed.Children.FirstOrDefault(c => c.Type == Kinds.Deployment && c.Metadata.Name == name && c.IsOwnedBy(resource.Metadata.Uid));
        var scale = ScalePlan.Of(resource, deployment, observed, options, now);
        var model = ModelOf(name, spec, observed);
        ServedModel? challenger = null;
        CanaryStatus? canary = null;
        int canaryReplicas = 0;
        if (spec.Canary is { } wanted)
        {
            challenger = ServedModel.Of(name, wanted.Model, observed.Pack(wanted.Model.Pack), spec.Detection);
            canaryReplicas = Math.Max(1, (int)Math.Ceiling(scale.Required * wanted.Weight / 100.0));
            var pods = observed.Pods.Where(p => p is { Variant: Names.Canary, Leaving: false }).ToList();
            canary = CanaryJudge.Judge(wanted, challenger.Revision, resource.Status?.Canary, pods, canaryReplicas, ExpectationOf(spec, challenger), now);
        }

        if (canary?.Outcome == CanaryStatus.Promoted)
            model = challenger!;
        var stable = WantedChildren.Stamp(DeploymentManifest.Render(input, Names.Stable, model, scale.Replicas));
        var scene = new Scene
        {
            Input = input,
            Model = model,
            Scale = scale,
            Wanted = [],
            Revision = PodTemplate.RevisionOf(stable),
            Expected = ExpectationOf(spec, model),
            Canary = canary,
        };
        bool runsCanary = canary?.Outcome == CanaryStatus.Judging || (canary?.Outcome == CanaryStatus.Promoted && !scene.IsRolledOut(observed));
        if (canary?.Outcome == CanaryStatus.Promoted)
            scene = scene with { Canary = canary with { Weight = runsCanary && canary.ReadyReplicas > 0 ? spec.Canary!.Weight : 0 } };
        return scene with { Wanted = Render(scene, stable, runsCanary ? challenger : null, canaryReplicas) };
    }

    /// <summary>Pods of the serving model, in an order that does not depend on the observation's.</summary>
    public static IEnumerable<PodFacts> StablePods(Observed observed) =>
        observed.Pods.Where(p => p.Variant != Names.Canary && !p.Leaving).OrderBy(p => p.Name, StringComparer.Ordinal);

    private static ServedModel ModelOf(string name, ModelDeploymentSpec spec, Observed observed) => spec.Chat switch
    {
        { Server: { } server } => ServedModel.Of(server),
        { Endpoint: { } endpoint } => ServedModel.Of(name, endpoint),
        _ => ServedModel.Of(name, spec.Model, observed.Pack(spec.Model.Pack), spec.Detection),
    };

    private bool IsRolledOut(Observed observed) =>
        StablePods(observed).Count(p => p.Revision == Revision && Diagnosis.Serves(p, Expected)) >= Scale.Required;

    private static Expectation ExpectationOf(ModelDeploymentSpec spec, ServedModel model) =>
        new(spec.Hardware, model.Digests, TimeSpan.FromSeconds(spec.Rollout.ReadyWithinSeconds), spec.Rollout.Strategy == RolloutSpec.HandOver, spec.Chat?.Endpoint is not null, model.Classes?.Sha256);

    private static ImmutableArray<JsonObject> Render(Scene scene, JsonObject stable, ServedModel? canary, int canaryReplicas)
    {
        var (input, scale) = (scene.Input, scene.Scale);
        List<JsonObject> wanted = scene.Model.OutOfSight ? [] : [ConfigMapManifest.Render(input, scene.Model)];
        if (canary is not null && canary.Hash != scene.Model.Hash)
            wanted.Add(ConfigMapManifest.Render(input, canary));
        wanted.Add(NetworkPolicyManifest.Render(input, scene.Model.Downloads || canary is { Downloads: true }));
        wanted.Add(ServiceManifest.Render(input, Names.Stable));
        if (canary is not null)
            wanted.Add(ServiceManifest.Render(input, Names.Canary));
        wanted.ForEach(w => WantedChildren.Stamp(w));
        wanted.Add(stable);
        if (canary is not null)
            wanted.Add(WantedChildren.Stamp(DeploymentManifest.Render(input, Names.Canary, canary, canaryReplicas)));
        wanted.Add(WantedChildren.Stamp(PodDisruptionBudgetManifest.Render(input)));
        if (scale.Autoscaler == AutoscalerKind.Hpa)
            wanted.Add(WantedChildren.Stamp(HorizontalPodAutoscalerManifest.Render(input, scale.Max)));
        if (scale.Autoscaler == AutoscalerKind.Keda)
            wanted.Add(WantedChildren.Stamp(ScaledObjectManifest.Render(input, scale.Max)));
        return [.. wanted];
    }
}
