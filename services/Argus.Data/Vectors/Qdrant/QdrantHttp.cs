using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Argus.Data.Vectors.Qdrant;

/// <summary>Requests to Qdrant, sent again where that is safe and may help.</summary>
internal sealed class QdrantHttp : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _client;
    private readonly QdrantOptions _options;
    private readonly TimeProvider _clock;

    public QdrantHttp(QdrantOptions options, TimeProvider clock)
    {
        options.Check();
        (_options, _clock) = (options, clock);
        // The key must not follow a redirect elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(options.Url.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.ApiKey is { } key)
            _client.DefaultRequestHeaders.Add("api-key", key);
    }

    /// <param name="method">Every request of this store may be repeated, whatever its method.</param>
    /// <param name="path">Below the address.</param>
    /// <param name="body">JSON; null: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="VectorStoreUnavailableException">It was not answered, or with 408, 429 or 5xx, as often as it was tried.</exception>
    /// <exception cref="VectorStoreRefusedException">It was answered otherwise than with success, 404 or 409.</exception>
    public async Task<QdrantAnswer> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(method, path, body, cancellationToken);
            }
            catch (VectorStoreUnavailableException) when (attempt < _options.Retries)
            {
                await Task.Delay(FirstPause * (1 << attempt), _clock, cancellationToken);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<QdrantAnswer> SendOnceAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, path);
        if (body is { } json)
            request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            byte[] bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Read(response.StatusCode, bytes);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VectorStoreUnavailableException($"Qdrant at {_options.Url} did not answer within {_options.Timeout.TotalSeconds} s.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new VectorStoreUnavailableException($"Qdrant at {_options.Url} cannot be reached: {error.Message}", error);
        }
    }

    private QdrantAnswer Read(HttpStatusCode status, byte[] bytes)
    {
        switch ((int)status)
        {
            case >= 200 and < 300:
                return new QdrantAnswer(HttpStatusCode.OK, Result(bytes));
            case 404 or 409:
                return new QdrantAnswer(status, default);
            case 401 or 403:
                throw new VectorStoreRefusedException($"Qdrant at {_options.Url} answers {(int)status}: the API key is missing, wrong or not allowed to do this.");
            case 408 or 429 or >= 500:
                throw new VectorStoreUnavailableException($"Qdrant at {_options.Url} answers {(int)status}: {Reason(bytes)}");
            default:
                throw new VectorStoreRefusedException($"Qdrant at {_options.Url} answers {(int)status}: {Reason(bytes)}");
        }
    }

    private JsonElement Result(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty("result").Clone();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new VectorStoreRefusedException($"What answers at {_options.Url} is not Qdrant: {error.Message}", error);
        }
    }

    private static string Reason(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty("status").GetProperty("error").GetString() ?? "no reason given";
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "no reason given";
        }
    }
}
