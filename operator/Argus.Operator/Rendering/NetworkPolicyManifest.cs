using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>Pods are reached by the gateway, the operator and whoever scrapes metrics, and reach out only where weights must be downloaded.</summary>
internal static class NetworkPolicyManifest
{
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    /// <param name="input">The ModelDeployment.</param>
    /// <param name="downloads">Whether a model of it is downloaded.</param>
    public static JsonObject Render(RenderInput input, bool downloads) => input.Object(
        Kinds.NetworkPolicy,
        input.Name,
        variant: null,
        ("spec", Json.Map(
            ("podSelector", Json.Map(("matchLabels", Json.Map((Names.Deployment, input.Name))))),
            ("policyTypes", Json.List("Ingress", "Egress")),
            ("ingress", Json.List(Json.Map(
                ("from", Json.List(
                    // The namespace's own pods may call the model without the gateway.
                    Json.Map(("podSelector", new JsonObject())),
                    From(input.Options.Namespace),
                    From(input.Options.MonitoringNamespace))),
                ("ports", Json.List(Port("TCP", Names.PortNumber)))))),
            ("egress", downloads ? Downloads() : []))));

    private static JsonArray Downloads() => Json.List(
        Json.Map(("ports", Json.List(Port("UDP", 53), Port("TCP", 53)))),
        Json.Map(("ports", Json.List(Port("TCP", 443), Port("TCP", 80)))));

    private static JsonObject From(string name) =>
        Json.Map(("namespaceSelector", Json.Map(("matchLabels", Json.Map((NamespaceLabel, name))))));

    private static JsonObject Port(string protocol, int port) => Json.Map(("port", port), ("protocol", protocol));
}
