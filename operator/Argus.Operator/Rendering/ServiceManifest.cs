using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>One Service a variant, so that the gateway can tell their endpoints apart.</summary>
internal static class ServiceManifest
{
    public static JsonObject Render(RenderInput input, string variant) => input.Object(
        Kinds.Service,
        Names.Of(input.Name, variant),
        variant,
        ("spec", Json.Map(
            ("type", "ClusterIP"),
            ("selector", input.Selector(variant)),
            ("ports", Json.List(Json.Map(
                ("name", Names.Port),
                ("port", Names.PortNumber),
                ("protocol", "TCP"),
                ("targetPort", Names.Port),
                ("appProtocol", "http")))))));

    /// <summary>Address inside the cluster.</summary>
    public static string UrlOf(RenderInput input) => $"http://{input.Name}.{input.Resource.Metadata.Namespace}.svc:{Names.PortNumber}";
}
