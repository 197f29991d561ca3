using System.Text.Json.Serialization;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api;

/// <summary>Serialization of every type that goes to or comes from the API server, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1ObjectMeta))]
public sealed partial class KubeJson : JsonSerializerContext;
