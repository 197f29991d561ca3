using Argus.Contracts.Chat;
using Argus.Contracts.Classes;
using Argus.Contracts.Faces;
using Argus.Contracts.Health;
using Argus.Contracts.Images;
using Argus.Contracts.OpenInference;
using Argus.Contracts.Score;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using static Argus.ServiceDefaults.Docs.SchemaParts;

namespace Argus.ModelServer.Docs;

/// <summary>The schemas of the document, by name: those of the contracts are derived from their types.</summary>
internal static class ApiSchemas
{
    private static readonly Type[] Contracts =
    [
        typeof(DetectResponse), typeof(DetectionRequest), typeof(DetectionResponse), typeof(ExtractEmbeddingRequest), typeof(EmbedRequest),
        typeof(EmbedResponse), typeof(EmbedBatchRequest), typeof(EmbedBatchResponse), typeof(VerifyRequest), typeof(VerifyResponse),
        typeof(ImageEmbeddingRequest), typeof(ImageEmbeddingResponse), typeof(HealthResponse), typeof(ServerMetadata), typeof(GraphMetadata), typeof(HealthState),
        typeof(PredictRequest), typeof(PredictResponse), typeof(ClassesResponse), typeof(FaceScoreRequest), typeof(FaceScoreResponse),
        typeof(ChatCompletionRequest), typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatModelList),
    ];

    /// <summary>Adds all of them to a document.</summary>
    public static async Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        foreach (var type in Contracts)
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancel));
        document.AddComponent("Problem", Problem());
        document.AddComponent("OpenAIError", OpenAIError());
        document.AddComponent("InferRequest", InferRequest());
        document.AddComponent("InferResponse", InferResponse());
    }

    private static OpenApiSchema InferRequest() => Object(
        ["inputs"],
        ("id", Of(JsonSchemaType.String)),
        ("parameters", Object([], ("binary_data_output", Of(JsonSchemaType.Boolean, "Outputs as bytes behind the JSON.")))),
        ("inputs", List(Object(
            ["name", "shape", "datatype"],
            ("name", Of(JsonSchemaType.String)),
            ("shape", List(Of(JsonSchemaType.Integer))),
            ("datatype", Datatype()),
            ("parameters", Object([], ("binary_data_size", Of(JsonSchemaType.Integer, "Bytes of this input behind the JSON, in place of data.")))),
            ("data", new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema(), Description = "Values in row-major order, flat or nested." })))),
        ("outputs", List(Object(
            ["name"],
            ("name", Of(JsonSchemaType.String)),
            ("parameters", Object([], ("binary_data", Of(JsonSchemaType.Boolean))))))));

    private static OpenApiSchema InferResponse() => Object(
        ["model_name", "outputs"],
        ("model_name", Of(JsonSchemaType.String)),
        ("model_version", Of(JsonSchemaType.String)),
        ("id", Of(JsonSchemaType.String)),
        ("parameters", Object(["model_digest"], ("model_digest", Of(JsonSchemaType.String)))),
        ("outputs", List(Object(
            ["name", "shape", "datatype"],
            ("name", Of(JsonSchemaType.String)),
            ("shape", List(Of(JsonSchemaType.Integer))),
            ("datatype", Datatype()),
            ("parameters", Object([], ("binary_data_size", Of(JsonSchemaType.Integer)))),
            ("data", new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema() })))));

    private static OpenApiSchema Datatype() => Of(JsonSchemaType.String, "BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32 or FP64.");
}
