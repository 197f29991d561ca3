using System.Text.Json.Serialization;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>The files in which pods are remembered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PodState))]
internal sealed partial class NodeJson : JsonSerializerContext;
