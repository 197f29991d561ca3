using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>A drain takes one pod at a time; a single one too, for else its node could never be drained.</summary>
internal static class PodDisruptionBudgetManifest
{
    public static JsonObject Render(RenderInput input) => input.Object(
        Kinds.PodDisruptionBudget,
        input.Name,
        Names.Stable,
        ("spec", Json.Map(
            ("maxUnavailable", 1),
            ("selector", Json.Map(("matchLabels", input.Selector(Names.Stable)))),
            // A pod that is not ready serves nobody: it must not keep a node from being drained.
            ("unhealthyPodEvictionPolicy", "AlwaysAllow"))));
}
