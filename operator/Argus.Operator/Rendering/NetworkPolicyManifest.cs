using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Rendering;

/// <summary>Pods are reached by the gateway, the operator and whoever scrapes metrics, and reach out only where weights must be downloaded or an endpoint or a store of face classes is asked.</summary>
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
                ("ports", Json.List(Ingress(input.Spec)))))),
            ("egress", Json.List([.. Egress(downloads, input.Spec)])))));

    private static IEnumerable<JsonObject> Egress(bool downloads, ModelDeploymentSpec spec)
    {
        int[] asked = [.. Asked(spec).Select(a => a.Port).Distinct()];
        if (downloads || asked.Length > 0)
            yield return Json.Map(("ports", Json.List(Port("UDP", 53), Port("TCP", 53))));
        if (downloads)
            yield return Json.Map(("ports", Json.List(Port("TCP", 443), Port("TCP", 80))));
        foreach (int port in asked)
            yield return Json.Map(("ports", Json.List(Port("TCP", port))));
    }

    private static IEnumerable<Uri> Asked(ModelDeploymentSpec spec)
    {
        if (spec.Model.Classes is { } pinned)
            yield return new Uri(pinned.Url);
        if (spec.Canary?.Model.Classes is { } challenging)
            yield return new Uri(challenging.Url);
        if (spec.Chat?.Endpoint is { } endpoint)
            yield return new Uri(endpoint.Url);
        // A file of classes may lie in a store that is asked again and again. What comes from a Secret is not known here.
        if (spec.Pod?.Env?.LastOrDefault(e => e.Name == ServerEnvironment.Classes)?.Value is { } text && Uri.TryCreate(text, UriKind.Absolute, out var classes) && classes.Scheme is ("http" or "https"))
            yield return classes;
    }

    // By its name where pods of an earlier state may have another number.
    private static JsonObject Ingress(ModelDeploymentSpec spec) => spec.Chat?.Server is null ? Port("TCP", Names.PortNumber) : Port("TCP", Names.Port);

    private static JsonObject From(string name) =>
        Json.Map(("namespaceSelector", Json.Map(("matchLabels", Json.Map((NamespaceLabel, name))))));

    private static JsonObject Port(string protocol, JsonNode port) => Json.Map(("port", port), ("protocol", protocol));
}
