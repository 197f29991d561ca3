using Argus.ModelServer.Inference;
using Argus.ModelServer.OpenInference;
using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.ModelServer.Docs;

/// <summary>Every operation that is served; a test holds it against the routes.</summary>
internal static class ApiOperations
{
    private const string Json = "application/json";
    private const string Digest = "\"model_digest\":\"sha256:5e44…\"";

    private static readonly int[] InferenceErrors = [400, 404, 413, 415, 422, 429, 500, 503];
    private static readonly int[] TensorErrors = [400, 404, 413, 422, 429, 500, 503];
    private static readonly ApiParameter[] Terms =
    [
        new(CallTerms.TimeoutHeader, ParameterLocation.Header, JsonSchemaType.Integer, "Milliseconds after which the answer is of no use; refused with 503 when it could not be there. Default ML_SERVICE_TIMEOUT."),
        new(CallTerms.PriorityHeader, ParameterLocation.Header, JsonSchemaType.Integer, "0 to 10, higher first; default 5."),
    ];

    private static readonly ApiParameter[] Detection =
    [
        new("max_faces", ParameterLocation.Query, JsonSchemaType.Integer, "Keep the largest faces only; 0, the default, keeps all."),
        new("min_size", ParameterLocation.Query, JsonSchemaType.Integer, "Drop faces whose shorter side is below this many pixels."),
        new("threshold", ParameterLocation.Query, JsonSchemaType.Number, "Score from which a face counts, 0 to 1; default the pack's."),
        .. Terms,
    ];

    private static readonly ApiParameter Embedding = new("embedding", ParameterLocation.Query, JsonSchemaType.Boolean, "Whether vectors are answered; default true.");
    private static readonly ApiParameter Attributes = new("attributes", ParameterLocation.Query, JsonSchemaType.Boolean, "Whether age and gender are estimated; default true.");
    private static readonly ApiBody Raw = new("image/*", "") { Inline = SchemaParts.File("The picture.") };
    private static readonly ApiBody Bytes = new("application/octet-stream", "") { Inline = SchemaParts.File("The picture.") };
    private static readonly ApiBody Detected = new(
        Json,
        "DetectResponse",
        $$"""{"faces":[{"bbox":[123.4,56.7,234.5,167.8],"embedding":[0.123,-0.456],"det_score":0.9987,"age":28,"gender":"M","landmarks":[[150,95],[200,94],[176,120],[155,140],[198,139]]}],"processing_time_ms":45.23,"image_width":1920,"image_height":1080,"orientation":1,{{Digest}}}""");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } = [.. Health(), .. Faces(), .. Vectors(), .. ClassOperations.Of([Multipart("file"), Raw, Bytes], Terms, InferenceErrors), .. ChatOperations.All, .. Open()];

    private static IEnumerable<ApiOperation> Health()
    {
        ApiBody body = new(Json, "HealthResponse", $$$"""{"status":"healthy","version":"0.1.0","model":"yunet-mobilefacenet","onnx_providers":["CPUExecutionProvider"],"embedding_dimension":128,{{{Digest}}},"accelerator":{"requested":"cpu","actual":"cpu","fallback_nodes":0}}""");
        yield return new(HttpMethod.Get, "/health", "health", "State of the server; 503, with the same body, until it is ready.") { Answers = [body] };
        yield return new(HttpMethod.Get, "/health/live", "health", "Answers as long as the process lives.") { Answers = [body] };
        yield return new(HttpMethod.Get, "/health/ready", "health", "As /health.") { Answers = [body] };
        yield return new(HttpMethod.Get, "/metrics", "health", "Prometheus text.") { Answers = [new("text/plain", "") { Inline = SchemaParts.Of(JsonSchemaType.String) }] };
        yield return new(HttpMethod.Get, "/docs", "health", "This API as a page.") { Answers = [new("text/html", "") { Inline = SchemaParts.Of(JsonSchemaType.String) }] };
        yield return new(HttpMethod.Get, "/openapi.json", "health", "This document.") { Answers = [new(Json, "") { Inline = SchemaParts.Of(JsonSchemaType.Object) }] };
    }

    private static IEnumerable<ApiOperation> Faces()
    {
        ApiBody boxes = new(Json, "DetectionRequest", """{"image":"/9j/4AAQ…","return_landmarks":true,"return_confidence":true}""");
        yield return new(HttpMethod.Post, "/detect", "faces", "Finds faces. A file or the picture itself: with vectors, age and gender (DetectResponse). JSON: boxes only (DetectionResponse).")
        {
            Bodies = [Multipart("file"), Raw, Bytes, boxes],
            Parameters = [.. Detection, Embedding, Attributes],
            Answers = [Detected with { Inline = new OpenApiSchema { AnyOf = [Reference("DetectResponse"), Reference("DetectionResponse")] } }],
            Errors = InferenceErrors,
        };
        yield return new(HttpMethod.Post, "/extract-embedding", "faces", "As /detect with a file, from base64.")
        {
            Bodies = [new(Json, "ExtractEmbeddingRequest", """{"image_base64":"/9j/4AAQ…"}""")],
            Parameters = [.. Detection, Embedding, Attributes],
            Answers = [Detected],
            Errors = InferenceErrors,
        };
        yield return new(HttpMethod.Post, "/verify", "faces", "Whether the largest faces of two pictures are one person's.")
        {
            Bodies = [Multipart("file1", "file2"), new(Json, "VerifyRequest", """{"image1":"/9j/4AAQ…","image2":"/9j/4AAQ…","threshold":0.4}""")],
            Parameters = Terms,
            Answers = [new(Json, "VerifyResponse", $$"""{"similarity":0.71,"verified":true,"threshold":0.4,"face1":{"bbox":[10,20,110,140],"det_score":0.9},"face2":{"bbox":[30,25,130,150],"det_score":0.88},"processing_time_ms":41.2,{{Digest}}}""")],
            Errors = InferenceErrors,
        };
    }

    private static IEnumerable<ApiOperation> Vectors()
    {
        ApiParameter normalize = new("normalize", ParameterLocation.Query, JsonSchemaType.Boolean, "Whether the vector gets unit length, where the body does not say; default true.");
        yield return new(HttpMethod.Post, "/embed", "vectors", "The vector of a face crop.")
        {
            Bodies = [new(Json, "EmbedRequest", """{"image":"/9j/4AAQ…","normalize":true}"""), Multipart("file"), Raw, Bytes],
            Parameters = [normalize, .. Terms],
            Answers = [new(Json, "EmbedResponse", $$"""{"embedding":[0.123,-0.456],"dimension":128,"normalized":true,"aligned":true,"processing_time_ms":12.1,{{Digest}}}""")],
            Errors = InferenceErrors,
        };
        yield return new(HttpMethod.Post, "/embed/batch", "vectors", "The vectors of many face crops; a bad one fails alone.")
        {
            Bodies = [new(Json, "EmbedBatchRequest", """{"images":["/9j/4AAQ…","/9j/4AAQ…"],"normalize":true}""")],
            Parameters = Terms,
            Answers = [new(Json, "EmbedBatchResponse", $$"""{"embeddings":[[0.123,-0.456],null],"errors":[{"index":1,"status":400,"detail":"Invalid base64."}],"count":2,"dimension":128,"normalized":true,"processing_time_ms":20.3,{{Digest}}}""")],
            Errors = InferenceErrors,
        };
        yield return new(HttpMethod.Post, "/embed/image", "vectors", "The vector of a whole picture (CLIP).")
        {
            Bodies = [Multipart("file"), Raw, Bytes, new(Json, "ImageEmbeddingRequest", """{"image":"/9j/4AAQ…"}""")],
            Parameters = Terms,
            Answers = [new(Json, "ImageEmbeddingResponse", $$"""{"embedding":[0.02,-0.01],"dimension":512,"processing_time_ms":60.5,{{Digest}}}""")],
            Errors = InferenceErrors,
        };
    }

    private static IEnumerable<ApiOperation> Open()
    {
        const string tag = "open inference protocol";
        ApiBody state = new(Json, "HealthState");
        yield return new(HttpMethod.Get, "/v2", tag, "The server and the extensions it speaks.") { Answers = [new(Json, "ServerMetadata")] };
        yield return new(HttpMethod.Get, "/v2/health/live", tag, "Whether the server lives.") { Answers = [state] };
        yield return new(HttpMethod.Get, "/v2/health/ready", tag, "Whether all models are ready; else 503 with the same body.") { Answers = [state] };
        foreach (string path in (string[])["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
        {
            yield return new(HttpMethod.Get, path, tag, "Inputs and outputs of a graph, by file name or role.") { Answers = [new(Json, "GraphMetadata")], Errors = [404, 503] };
            yield return new(HttpMethod.Get, path + "/ready", tag, "Whether a graph is ready.") { Answers = [state], Errors = [404, 503] };
            yield return new(HttpMethod.Post, path + "/infer", tag, "Runs a graph on tensors in JSON, or in bytes behind it.")
            {
                Bodies =
                [
                    new(Json, "InferRequest", """{"inputs":[{"name":"input","shape":[1,2],"datatype":"FP32","data":[0.5,1.5]}]}"""),
                    new("application/octet-stream", "") { Inline = SchemaParts.File("The JSON, then the bytes of each input that has binary_data_size.") },
                ],
                Parameters = [new(InferBody.LengthHeader, ParameterLocation.Header, JsonSchemaType.Integer, "Length of the JSON where bytes follow it."), .. Terms],
                Answers = [new(Json, "InferResponse"), new("application/octet-stream", "") { Inline = SchemaParts.File("The JSON, then the bytes of the outputs that have binary_data_size.") }],
                Errors = TensorErrors,
            };
        }
    }

    private static ApiBody Multipart(params string[] files)
    {
        var schema = SchemaParts.Object(files);
        foreach (string file in files)
            schema.Properties!.Add(file, SchemaParts.File("The picture: JPEG, PNG, WebP, BMP, TIFF or GIF."));
        return new ApiBody("multipart/form-data", "") { Inline = schema };
    }

    private static OpenApiSchemaReference Reference(string name) => new(name);
}
