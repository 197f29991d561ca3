using System.Text.Json.Serialization;
using Argus.Contracts.Faces;

namespace Argus.Contracts;

/// <summary>JSON of every body: snake_case, nulls written, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DetectResponse))]
public sealed partial class ContractsJson : JsonSerializerContext;
