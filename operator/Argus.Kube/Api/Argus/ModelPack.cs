using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Argus;

/// <summary>The files of a model, where they come from, their terms, and how they work together (models/*/pack.yaml).</summary>
public sealed record ModelPack : IKubernetesObject<ModelPack>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("argus.dev", "v1alpha1", "ModelPack", "modelpacks", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<ModelPack> JsonType => ArgusJson.Default.ModelPack;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public ModelPackSpec Spec { get; init => field = value ?? new(); } = new();
}
