using System.Net;
using Argus.Kube.Client.Credentials;

namespace Argus.Kube.Client;

/// <summary>Sends requests: credentials, time limits, retries, typed errors.</summary>
internal sealed class KubernetesTransport(
    HttpClient http, string server, ICredentialSource credentials, KubernetesClientOptions options, TimeProvider time, Jitter jitter)
{
    private readonly RetryPolicy _retries = new(options.MaxRetries, jitter);

    /// <summary>The whole body.</summary>
    public Task<PooledBody> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            request,
            static async (response, token) =>
            {
                using (response)
                    return await PooledBody.ReadAsync(response, token);
            },
            cancellationToken);

    /// <summary>The body while it comes; whoever disposes of the stream ends the request.</summary>
    public Task<Stream> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, static (response, token) => response.Content.ReadAsStreamAsync(token), cancellationToken);

    private async Task<T> RunAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        bool renewed = false;
        for (int retries = 0; ; retries++)
        {
            TimeSpan? wait;
            try
            {
                return await TryAsync(request, read, cancellationToken);
            }
            catch (KubernetesException error) when (error.IsUnauthorized && !renewed && credentials.Renew())
            {
                renewed = true;
                wait = TimeSpan.Zero;
            }
            catch (KubernetesException error)
            {
                wait = _retries.AfterAnswer(request, error, retries);
                if (wait is null)
                    throw;
            }
            catch (Exception error) when (error is HttpRequestException or HttpIOException)
            {
                wait = _retries.AfterBrokenConnection(request, error, retries);
                if (wait is null)
                    throw;
            }

            KubernetesMetrics.Retried(request);
            await Task.Delay(wait.Value, time, cancellationToken);
        }
    }

    private async Task<T> TryAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        long started = time.GetTimestamp();
        int code = 0;
        try
        {
            using var message = request.ToMessage(server);
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            await credentials.AddToAsync(message, linked.Token);
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            code = (int)response.StatusCode;
            return await ReadAnswerAsync(request, response, read, linked.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{request}: no answer from {server} within {options.RequestTimeout.TotalSeconds:0.#} s.");
        }
        finally
        {
            KubernetesMetrics.Sent(request, code, time.GetElapsedTime(started));
        }
    }

    private async Task<T> ReadAnswerAsync<T>(
        ApiRequest request, HttpResponseMessage response, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            if (options.OnWarning is { } warn)
                Warnings.Tell(response, warn);
            return await read(response, cancellationToken);
        }

        using (response)
            throw await ErrorReader.ReadAsync(request, response, time, cancellationToken);
    }
}
