using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Datasets.Configuration;
using Argus.Datasets.Layout;

namespace Argus.Datasets.Fitting;

/// <summary>Asks a model server, or the gateway, for the vector of the largest face of a photo.</summary>
internal sealed class FaceClient(DatasetsOptions options, TimeProvider time) : IDisposable
{
    private const int Tries = 5;
    private const long MostAnswer = 16 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostAnswer,
    };

    /// <summary>Asks; a busy or absent server is asked again for a while.</summary>
    /// <exception cref="DatasetException">It does not answer as a model server does; the message says what to do.</exception>
    public async Task<FaceAnswer> AskAsync(byte[] photo, CancellationToken cancel)
    {
        var pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            var (answer, trouble, after) = await TryAsync(photo, cancel);
            if (answer is not null)
                return answer;
            if (attempt == Tries || after is null)
                throw new DatasetException(trouble!);
            await Task.Delay(after > pause ? after.Value : pause, time, cancel);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // After: how long to wait before another try; null where none helps.
    private async Task<(FaceAnswer? Answer, string? Trouble, TimeSpan? After)> TryAsync(byte[] photo, CancellationToken cancel)
    {
        var address = new Uri(options.Inference!.AbsoluteUri.TrimEnd('/') + "/detect?attributes=false");
        using var limit = new CancellationTokenSource(options.InferenceTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } } };
            // Nobody waits for a fit: whoever asks for one face goes first.
            request.Headers.Add("X-Argus-Priority", "0");
            request.Headers.Add("X-Argus-Timeout-Ms", Math.Clamp((long)options.InferenceTimeout.TotalMilliseconds, 1, 3_600_000).ToString(CultureInfo.InvariantCulture));
            if (options.InferenceKeyFile is { } file)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, either.Token)).Trim());
            using var response = await _http.SendAsync(request, either.Token);
            int status = (int)response.StatusCode;
            return status switch
            {
                200 => (Read(await response.Content.ReadAsByteArrayAsync(either.Token)), null, null),
                400 or 413 or 415 or 422 => (new FaceAnswer(null, null), null, null),
                401 or 403 => (null, $"The model at {options.Inference} answers {status}: {(options.InferenceKeyFile is null ? "name the file of an API key in ARGUS_INFERENCE_KEY_FILE" : "the API key in ARGUS_INFERENCE_KEY_FILE is wrong or not allowed to do this")}.", null),
                404 => (null, $"No model answers /detect at {options.Inference}: deploy one for the task face-embedding, or correct ARGUS_INFERENCE_URL.", null),
                >= 300 and < 400 => (null, $"{options.Inference} answers with a redirect ({status}), which is not followed: correct ARGUS_INFERENCE_URL.", null),
                _ => (null, $"The model at {options.Inference} answers {status}.", response.Headers.RetryAfter?.Delta is { } asked && asked < LongestPause ? asked : TimeSpan.Zero),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"The model at {options.Inference} did not answer within {options.InferenceTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.", TimeSpan.Zero);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException or FormatException)
        {
            return (null, $"Cannot ask the model at {options.Inference}: {error.Message}", TimeSpan.Zero);
        }
    }

    private FaceAnswer Read(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, ContractsJson.Default.DetectResponse) is { } answer)
            {
                var face = answer.Faces.Where(f => f.Embedding is { Length: > 0 } vector && vector.All(float.IsFinite)).MaxBy(f => (f.Bbox[2] - f.Bbox[0]) * (f.Bbox[3] - f.Bbox[1]));
                return new FaceAnswer(answer.ModelDigest, face?.Embedding);
            }
        }
        catch (JsonException)
        {
            // As with JSON that is null: told below.
        }

        throw new DatasetException($"What answers at {options.Inference} is no model of Argus: set ARGUS_INFERENCE_URL to the gateway or a model server.");
    }
}
