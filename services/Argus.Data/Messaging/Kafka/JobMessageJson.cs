using System.Text.Json.Serialization;

namespace Argus.Data.Messaging.Kafka;

/// <summary>JSON of job messages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JobMessage))]
public sealed partial class JobMessageJson : JsonSerializerContext;
