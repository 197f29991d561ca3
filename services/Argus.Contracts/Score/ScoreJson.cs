using System.Text.Json.Serialization;

namespace Argus.Contracts.Score;

/// <summary>JSON of files of scores: snake_case, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ScoreHeadFile))]
public sealed partial class ScoreJson : JsonSerializerContext;
