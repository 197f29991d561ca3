using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Search;

/// <summary>Has photos of callers embedded by the models.</summary>
internal sealed class PhotoModel(JobsOptions options, ILogger<PhotoModel> log) : IDisposable
{
    private const string Away = "The model does not answer now; come back.";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        BaseAddress = options.Inference,
        Timeout = options.InferenceTimeout,
        MaxResponseContentBufferSize = 64 << 20,
    };

    /// <summary>The vector of a photo.</summary>
    /// <returns>What the model says of a bad photo; 422 where there is no such face; 502 and 503 where the model is not as it should be.</returns>
    public async Task<Outcome<PhotoVector>> EmbedAsync(SearchRequest request, SearchKind kind, CancellationToken cancel)
    {
        var answer = await AskAsync(kind.IsFaces ? "/detect?attributes=false" : "/embed/image", request.Picture!.Value, cancel);
        if (!answer.Ok)
            return answer.Refusal;
        try
        {
            if (kind.IsFaces)
                return Face(JsonSerializer.Deserialize(answer.Value, ContractsJson.Default.DetectResponse)!, request.FaceIndex);
            var image = JsonSerializer.Deserialize(answer.Value, ContractsJson.Default.ImageEmbeddingResponse)!;
            return new PhotoVector(image.Embedding, image.ModelDigest, null);
        }
        catch (JsonException e)
        {
            Log.BadAnswer(log, options.Inference, e.Message);
            return new Refusal(502, "The model's answer cannot be read; is ARGUS_INFERENCE_URL a model server?");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Outcome<PhotoVector> Face(DetectResponse answer, int? wanted)
    {
        if (answer.Faces.Count == 0)
            return new Refusal(422, "There is no face in the photo.");
        if (wanted >= answer.Faces.Count)
            return new Refusal(422, $"face_index is {wanted}, and the photo has {answer.Faces.Count} face{(answer.Faces.Count == 1 ? "" : "s")}, counted from 0.");
        int index = wanted ?? Enumerable.Range(0, answer.Faces.Count).MaxBy(i => Area(answer.Faces[i].Bbox));
        var face = answer.Faces[index];
        if (face.Embedding is null)
            return new Refusal(422, "The model that answers /detect has no recognizer: it finds faces, but gives no vectors.");
        var box = new JobBox(face.Bbox[0], face.Bbox[1], face.Bbox[2] - face.Bbox[0], face.Bbox[3] - face.Bbox[1]);
        var landmarks = face.Landmarks?.Select(p => Array.ConvertAll(p, v => (double)v)).ToArray();
        return new PhotoVector(face.Embedding, answer.ModelDigest, new JobFace { FaceIndex = index, Bbox = box, Landmarks = landmarks, Confidence = face.DetScore });
    }

    private static float Area(float[] box) => (box[2] - box[0]) * (box[3] - box[1]);

    private async Task<Outcome<byte[]>> AskAsync(string path, ReadOnlyMemory<byte> picture, CancellationToken cancel)
    {
        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(picture) };
            question.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            if (options.InferenceKeyFile is { } file)
                question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancel)).Trim());
            using var answer = await _http.SendAsync(question, cancel);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(cancel);
            return answer.IsSuccessStatusCode ? body : RefusalOf(answer, body, path);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            Log.ModelAway(log, options.Inference, e.Message);
            return new Refusal(503, Away) { RetryAfter = Soon };
        }
    }

    // What is wrong with the photo is the caller's to know; what is wrong with the model is ours.
    private Refusal RefusalOf(HttpResponseMessage answer, byte[] body, string path)
    {
        int status = (int)answer.StatusCode;
        string detail = DetailOf(body);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity)
            return new Refusal(status, detail);
        Log.ModelRefused(log, options.Inference, path, status, detail);
        return answer.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new Refusal(503, Away) { RetryAfter = answer.Headers.RetryAfter?.Delta ?? Soon },
            HttpStatusCode.NotFound => new Refusal(503, $"No model answers {path.Split('?')[0]} at present.") { RetryAfter = TimeSpan.FromSeconds(30) },
            _ => new Refusal(502, $"The model answered {status}; the log of this service says more."),
        };
    }

    private static string DetailOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProblemJson.Default.ProblemBody)?.Detail ?? "";
        }
        catch (JsonException)
        {
            return "It gave no reason.";
        }
    }
}
