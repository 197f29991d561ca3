using System.Text.Json.Serialization;

namespace Argus.Cli.Jobs;

/// <summary>What a media store answers to an upload, as far as it counts here.</summary>
/// <param name="Id">Number of the picture.</param>
internal sealed record StoredEntity([property: JsonRequired] long Id);

/// <summary>How it is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredEntity))]
internal sealed partial class StoredEntityJson : JsonSerializerContext;
