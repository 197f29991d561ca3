using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Contracts.Score;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;

namespace Argus.Jobs.Models;

/// <summary>Asks models over HTTP, by the gateway or one model server. What is wrong with the other side, or with the picture, is a value.</summary>
internal sealed class ModelClient(JobsOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Frames of one video that are asked about at once.</summary>
    public const int FramesInFlight = 4;

    // A face with its vector takes some 8 KiB.
    private const int MostAnswer = 64 * 1024 * 1024;
    private readonly HttpClient _http = Outgoing.Client(options.Inference, options.Workers + (options.VideoWorkers * FramesInFlight));

    /// <summary>The vector of a whole picture.</summary>
    public Task<ModelAnswer<ImageEmbeddingResponse>> EmbedImageAsync(ReadOnlyMemory<byte> picture, int priority, CancellationToken cancel) =>
        PostAsync("embed/image", "image-embedding", picture, priority, ContractsJson.Default.ImageEmbeddingResponse, cancel);

    /// <summary>The faces of a picture.</summary>
    /// <param name="picture">The file.</param>
    /// <param name="embedding">Whether each face's vector is wanted too.</param>
    /// <param name="priority">0 to 10, higher first.</param>
    /// <param name="cancel">Breaks it off.</param>
    public Task<ModelAnswer<DetectResponse>> DetectAsync(ReadOnlyMemory<byte> picture, bool embedding, int priority, CancellationToken cancel) =>
        PostAsync(embedding ? "detect?attributes=false" : "detect?embedding=false&attributes=false", embedding ? "face-embedding" : "face-detection", picture, priority, ContractsJson.Default.DetectResponse, cancel);

    /// <summary>What the score head says of the largest face.</summary>
    public Task<ModelAnswer<FaceScoreResponse>> ScoreAsync(ReadOnlyMemory<byte> picture, int priority, CancellationToken cancel) =>
        PostAsync("score", "face-score", picture, priority, ContractsJson.Default.FaceScoreResponse, cancel);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ModelAnswer<T>> PostAsync<T>(string path, string task, ReadOnlyMemory<byte> picture, int priority, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using var limit = new CancellationTokenSource(options.InferenceTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new ReadOnlyMemoryContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            request.Headers.Add("X-Argus-Priority", priority.ToString(CultureInfo.InvariantCulture));
            // A server that knows when its answer is of no more use does not compute it.
            request.Headers.Add("X-Argus-Timeout-Ms", Math.Clamp((long)options.InferenceTimeout.TotalMilliseconds, 1, 3_600_000).ToString(CultureInfo.InvariantCulture));
            if (options.InferenceKeyFile is { } file)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, either.Token)).Trim());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response, type, either.Token)
                : new(null, await FaultAsync(response, path, task, either.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, Fault.Later($"The model at {options.Inference} did not answer within {options.InferenceTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s."));
        }
        catch (HttpRequestException e)
        {
            return new(null, Fault.Of(e, $"Cannot reach the model at {options.Inference}: {e.Message}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return new(null, Fault.Later($"The call to the model at {options.Inference} broke off: {e.Message}"));
        }
    }

    private async Task<ModelAnswer<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        if (await Outgoing.ReadAsync(response.Content, MostAnswer, cancel) is not { } body)
            return new(null, Fault.Final($"The answer of the model at {options.Inference} has more than {MostAnswer >> 20} MiB."));
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } value)
                return new(value, null) { VerifyThreshold = ThresholdOf(response) };
        }
        catch (JsonException)
        {
            // As with JSON that is null: told below.
        }

        return new(null, Fault.Later($"What answers at {options.Inference} is no model of Argus: set ARGUS_INFERENCE_URL to the gateway or a model server.") with { Status = (int)response.StatusCode });
    }

    private static float? ThresholdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Argus-Verify-Threshold", out var values)
        && float.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out float threshold)
        && threshold is >= -1 and <= 1 ? threshold : null;

    private async Task<Fault> FaultAsync(HttpResponseMessage response, string path, string task, CancellationToken cancel)
    {
        int status = (int)response.StatusCode;
        string? detail = await Outgoing.DetailAsync(response, cancel);
        var fault = status switch
        {
            400 or 413 or 415 or 422 => Fault.Final(detail ?? $"The model refuses the picture ({status})."),
            401 or 403 => Fault.Later($"The model at {options.Inference} answers {status}: {(options.InferenceKeyFile is null ? "it wants an API key: name its file in ARGUS_INFERENCE_KEY_FILE" : "the API key in ARGUS_INFERENCE_KEY_FILE is wrong or not allowed to do this")}."),
            404 => Fault.Later($"No model answers /{path.Split('?')[0]} at {options.Inference}: deploy one for the task {task}, or correct ARGUS_INFERENCE_URL."),
            >= 300 and < 400 => Fault.Later($"{options.Inference} answers with a redirect ({status}), which is not followed: correct ARGUS_INFERENCE_URL."),
            _ => Fault.Of(status, $"The model at {options.Inference} answers {status}{(detail is null ? "." : $": {detail}")}", Outgoing.RetryAfter(response, time)),
        };
        return fault with { Status = status };
    }
}
