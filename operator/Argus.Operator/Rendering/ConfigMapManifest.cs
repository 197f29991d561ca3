using System.Text.Json.Nodes;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>The manifest of the model, as the model server reads it. One for each content: pods of an older state keep theirs.</summary>
internal static class ConfigMapManifest
{
    /// <summary>Name of the ConfigMap with this model.</summary>
    public static string NameOf(string deployment, ServedModel model) => $"{deployment}-{model.Hash}";

    public static JsonObject Render(RenderInput input, ServedModel model) => input.Object(
        Kinds.ConfigMap,
        NameOf(input.Name, model),
        variant: null,
        ("immutable", true),
        ("data", Json.Map(("pack.yaml", model.Manifest))));
}
