using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>KEDA: scales with the requests that the gateway holds, from and to zero.</summary>
internal static class ScaledObjectManifest
{
    public static JsonObject Render(RenderInput input, int max)
    {
        var scaling = input.Spec.Scaling;
        // Of the gateway: where no pod runs, only it knows that somebody waits.
        string query = $"sum(argus_gateway_requests_in_flight{{namespace=\"{input.Resource.Metadata.Namespace}\",deployment=\"{input.Name}\"}}) or vector(0)";
        return input.Object(
            Kinds.ScaledObject,
            input.Name,
            Names.Stable,
            ("spec", Json.Map(
                ("scaleTargetRef", Json.Map(("apiVersion", Kinds.Deployment.ApiVersion), ("kind", Kinds.Deployment.Kind), ("name", input.Name))),
                ("minReplicaCount", scaling.Min),
                ("maxReplicaCount", max),
                ("pollingInterval", 5),
                ("cooldownPeriod", scaling.IdleSeconds),
                ("triggers", Json.List(Json.Map(
                    ("type", "prometheus"),
                    ("metricType", "AverageValue"),
                    ("metadata", Json.Map(
                        ("serverAddress", input.Options.Prometheus),
                        ("query", query),
                        ("threshold", $"{scaling.TargetInFlight}"),
                        ("activationThreshold", "0")))))))));
    }
}
