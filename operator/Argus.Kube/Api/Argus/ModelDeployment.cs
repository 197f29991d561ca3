using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Argus;

/// <summary>Serves one model for one task on the hardware it names.</summary>
public sealed record ModelDeployment : IKubernetesObject<ModelDeployment>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("argus.dev", "v1alpha1", "ModelDeployment", "modeldeployments");

    /// <inheritdoc/>
    public static JsonTypeInfo<ModelDeployment> JsonType => ArgusJson.Default.ModelDeployment;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public ModelDeploymentSpec Spec { get; init => field = value ?? new(); } = new();

    public ModelDeploymentStatus? Status { get; init; }
}
