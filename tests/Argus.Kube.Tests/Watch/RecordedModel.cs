using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Tests.Watch;

/// <summary>The custom resource of the recordings, as a type of its own.</summary>
internal sealed record RecordedModel : IKubernetesObject<RecordedModel>
{
    public static ResourceType Resource { get; } = new("argus.dev", "v1alpha1", "ModelDeployment", "modeldeployments");

    public static JsonTypeInfo<RecordedModel> JsonType => RecordedModelJson.Default.RecordedModel;

    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public V1ObjectMeta Metadata { get; init; } = new();

    public JsonElement Spec { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(RecordedModel))]
internal sealed partial class RecordedModelJson : JsonSerializerContext;
