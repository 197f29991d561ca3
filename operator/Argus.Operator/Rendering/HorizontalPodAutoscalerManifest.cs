using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Rendering;

/// <summary>Scales with the requests in flight, and on CPUs with their use too, which needs no adapter for metrics.</summary>
internal static class HorizontalPodAutoscalerManifest
{
    private const int BusyPercent = 80;

    public static JsonObject Render(RenderInput input, int max) => input.Object(
        Kinds.HorizontalPodAutoscaler,
        input.Name,
        Names.Stable,
        ("spec", Json.Map(
            ("scaleTargetRef", Json.Map(("apiVersion", Kinds.Deployment.ApiVersion), ("kind", Kinds.Deployment.Kind), ("name", input.Name))),
            // It cannot scale to zero: there the operator does.
            ("minReplicas", Math.Max(1, input.Spec.Scaling.Min)),
            ("maxReplicas", max),
            ("metrics", Json.List(HasInFlight(input.Spec) ? InFlight(input) : null, input.Spec.Hardware.Target == HardwareSpec.Cpu ? CpuUse() : null)),
            ("behavior", Json.Map(
                // A pod that is stopped gives up warm graphs: load must have been low for a while.
                ("scaleDown", Json.Map(("stabilizationWindowSeconds", 300))))))));

    // A server of somebody else's does not count so; where there is nothing else to go by, an adapter may bring the figure under this name.
    private static bool HasInFlight(ModelDeploymentSpec spec) => spec.Chat?.Server is null || spec.Hardware.Target != HardwareSpec.Cpu;

    private static JsonObject InFlight(RenderInput input) => Json.Map(
        ("type", "Pods"),
        ("pods", Json.Map(
            ("metric", Json.Map(("name", "http_server_active_requests"))),
            ("target", Json.Map(("type", "AverageValue"), ("averageValue", $"{input.Spec.Scaling.TargetInFlight}"))))));

    private static JsonObject CpuUse() => Json.Map(
        ("type", "Resource"),
        ("resource", Json.Map(("name", "cpu"), ("target", Json.Map(("type", "Utilization"), ("averageUtilization", BusyPercent))))));
}
