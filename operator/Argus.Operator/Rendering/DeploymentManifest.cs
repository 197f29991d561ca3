using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>The pods of one variant.</summary>
internal static class DeploymentManifest
{
    /// <param name="input">The ModelDeployment.</param>
    /// <param name="variant">Which variant.</param>
    /// <param name="model">What its pods serve.</param>
    /// <param name="replicas">How many; null leaves the number to an autoscaler.</param>
    public static JsonObject Render(RenderInput input, string variant, ServedModel model, int? replicas) => input.Object(
        Kinds.Deployment,
        Names.Of(input.Name, variant),
        variant,
        ("spec", Json.Map(
            ("replicas", replicas),
            ("revisionHistoryLimit", 3),
            // A little longer than a pod has, so that the pod's own reason is told first.
            ("progressDeadlineSeconds", input.Spec.Rollout.ReadyWithinSeconds + 60),
            ("selector", Json.Map(("matchLabels", input.Selector(variant)))),
            ("strategy", Strategy(input.Spec.Rollout.Strategy)),
            ("template", PodTemplate.Render(input, variant, model)))));

    // Hand-over: without a spare device a new pod would wait for ever beside the old one.
    private static JsonObject Strategy(string strategy) => Json.Map(
        ("type", "RollingUpdate"),
        ("rollingUpdate", strategy == RolloutSpec.HandOver
            ? Json.Map(("maxSurge", 0), ("maxUnavailable", 1))
            : Json.Map(("maxSurge", 1), ("maxUnavailable", 0))));
}
