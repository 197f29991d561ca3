using System.Text.Json.Serialization;

namespace Argus.Kube.Events;

/// <summary>Serialization of patches of events.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EventSeriesPatch))]
internal sealed partial class EventJson : JsonSerializerContext;
