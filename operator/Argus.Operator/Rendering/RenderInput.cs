using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>What every child is made from.</summary>
/// <param name="Resource">The ModelDeployment.</param>
/// <param name="Hardware">What its pods need.</param>
/// <param name="Options">About the cluster.</param>
internal sealed record RenderInput(ModelDeployment Resource, HardwareNeeds Hardware, PlanOptions Options)
{
    public string Name => Resource.Metadata.Name!;

    public ModelDeploymentSpec Spec => Resource.Spec;

    /// <summary>An object of a kind, owned by the ModelDeployment.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="variant">The variant that it is for, or null for both.</param>
    /// <param name="fields">Beside apiVersion, kind and metadata.</param>
    public JsonObject Object(ResourceType type, string name, string? variant, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var json = Json.Map(
            ("apiVersion", type.ApiVersion),
            ("kind", type.Kind),
            ("metadata", Json.Map(
                ("name", name),
                ("namespace", Resource.Metadata.Namespace),
                ("labels", Labels(variant)),
                ("ownerReferences", Json.List(Owner())))));
        foreach (var (field, value) in fields)
        {
            if (value is not null)
                json[field] = value;
        }

        return json;
    }

    /// <summary>Labels by which a variant's pods are selected; they can never change.</summary>
    public JsonObject Selector(string variant) => Json.Map((Names.Deployment, Name), (Names.Variant, variant));

    /// <summary>Labels of a child.</summary>
    public JsonObject Labels(string? variant) => Json.Map(
        ("app.kubernetes.io/component", "model-server"),
        ("app.kubernetes.io/instance", Name),
        ("app.kubernetes.io/managed-by", Names.Manager),
        ("app.kubernetes.io/part-of", "argus"),
        (Names.Deployment, Name),
        (Names.Variant, variant));

    private JsonObject Owner() => Json.Map(
        ("apiVersion", ModelDeployment.Resource.ApiVersion),
        ("kind", ModelDeployment.Resource.Kind),
        ("name", Name),
        ("uid", Resource.Metadata.Uid),
        ("controller", true),
        ("blockOwnerDeletion", true));
}
