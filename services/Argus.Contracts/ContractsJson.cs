using System.Text.Json.Serialization;
using Argus.Contracts.Chat;
using Argus.Contracts.Classes;
using Argus.Contracts.Faces;
using Argus.Contracts.Health;
using Argus.Contracts.Images;
using Argus.Contracts.Jobs;
using Argus.Contracts.Media;
using Argus.Contracts.OpenInference;
using Argus.Contracts.Score;
using Argus.Contracts.Search;

namespace Argus.Contracts;

/// <summary>JSON of every body: snake_case, nulls written, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DetectionRequest))]
[JsonSerializable(typeof(DetectionResponse))]
[JsonSerializable(typeof(DetectResponse))]
[JsonSerializable(typeof(ExtractEmbeddingRequest))]
[JsonSerializable(typeof(EmbedRequest))]
[JsonSerializable(typeof(EmbedResponse))]
[JsonSerializable(typeof(EmbedBatchRequest))]
[JsonSerializable(typeof(EmbedBatchResponse))]
[JsonSerializable(typeof(ImageEmbeddingRequest))]
[JsonSerializable(typeof(ImageEmbeddingResponse))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(VerifyResponse))]
[JsonSerializable(typeof(PredictRequest))]
[JsonSerializable(typeof(PredictResponse))]
[JsonSerializable(typeof(ClassesResponse))]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoreResponse))]
[JsonSerializable(typeof(ScoreFailure))]
[JsonSerializable(typeof(FaceScoreRequest))]
[JsonSerializable(typeof(FaceScoreResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(JobsHealthResponse))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(GraphMetadata))]
[JsonSerializable(typeof(HealthState))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobListBody))]
[JsonSerializable(typeof(JobStatsBody))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JobMessage))]
[JsonSerializable(typeof(ImageEmbeddingResult))]
[JsonSerializable(typeof(FaceDetectionResult))]
[JsonSerializable(typeof(FaceEmbeddingResult))]
[JsonSerializable(typeof(VideoFacesResult))]
[JsonSerializable(typeof(VideoFacesParameters))]
[JsonSerializable(typeof(VideoJobRequest))]
[JsonSerializable(typeof(EntityBody))]
[JsonSerializable(typeof(EntityListBody))]
[JsonSerializable(typeof(EntityResultsBody))]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(ChatModelList))]
public sealed partial class ContractsJson : JsonSerializerContext;
