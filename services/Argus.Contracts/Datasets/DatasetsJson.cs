using System.Text.Json.Serialization;

namespace Argus.Contracts.Datasets;

/// <summary>JSON of datasets, in bodies and in stores of files: snake_case, nulls left out, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(DatasetManifest))]
[JsonSerializable(typeof(DatasetSummaryBody))]
[JsonSerializable(typeof(CandidateBody))]
[JsonSerializable(typeof(CandidateListBody))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(RunListBody))]
[JsonSerializable(typeof(DatasetHealthResponse))]
[JsonSerializable(typeof(DatasetClassesBody))]
[JsonSerializable(typeof(CentroidsFile))]
[JsonSerializable(typeof(FitReport))]
[JsonSerializable(typeof(CurrentCheckpoint))]
[JsonSerializable(typeof(Dictionary<string, long>))]
public sealed partial class DatasetsJson : JsonSerializerContext;
