using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.ModelServer.Configuration;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>
/// An OpenAI-compatible server that answers in place of a model in process. Bodies pass as they are, tools and all, but for the name of the model;
/// what the caller showed us stays here, and the key of the server goes to the server only.
/// </summary>
internal sealed class RemoteChat(ChatEndpointOptions options, TimeProvider time) : IDisposable
{
    private const int MostOfAList = 4 * 1024 * 1024;

    private static readonly string[] Passed = ["Content-Type", "Retry-After", "x-request-id", "openai-processing-ms"];
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = EndpointDoor.ConnectAsync,
        // A name that leads elsewhere is followed there, if not at once.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostOfAList,
    };

    private readonly string _base = options.Url.TrimEnd('/');

    /// <summary>The name that it has for the model; null where it is asked by the caller's.</summary>
    public string? Model => options.Model;

    /// <summary>Whether it answers, and knows the model that it is to be asked for.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(LongestCheck, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var request = Request(HttpMethod.Get, "/models", null);
            using var response = await _http.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                return $"{_base}/models answers {(int)response.StatusCode}; check spec.chat.endpoint.url and its key";
            var list = JsonNode.Parse(await response.Content.ReadAsStringAsync(either.Token))?["data"] as JsonArray;
            string[] names = [.. (list ?? []).Select(m => (string?)m?["id"] ?? "")];
            return options.Model is null || names.Contains(options.Model)
                ? null
                : $"{_base} has no model '{options.Model}'; it has {string.Join(", ", names.Take(20))}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"{_base}/models does not answer within {LongestCheck.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or IOException or ArgumentException)
        {
            return $"{_base}/models cannot be read: {e.Message}";
        }
    }

    /// <summary>Passes a request on, and the answer back, part by part. One that breaks off breaks off here too: half an answer must not look like a whole one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="answered">Told the status code as soon as the server has answered with one that is passed on.</param>
    /// <returns>Why it was not passed on, or null.</returns>
    public async Task<Refusal?> CompleteAsync(HttpContext http, ReadOnlyMemory<byte> body, Action<int> answered)
    {
        var named = Named(body.Span);
        if (!named.Ok)
            return named.Refusal;
        using var silence = new CancellationTokenSource(options.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, silence.Token);
        try
        {
            using var request = Request(HttpMethod.Post, "/chat/completions", named.Value);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return RelayAnswer.Fault(response) ?? await PassAsync(http, response, answered, silence, either.Token);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested && (e is HttpRequestException or IOException || (e is OperationCanceledException && silence.IsCancellationRequested)))
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
                return null;
            }

            return e is OperationCanceledException
                ? new Refusal(504, $"The server behind this model is silent for {options.Silence.TotalSeconds:0} s.") { Code = "endpoint_silent" }
                : new Refusal(502, $"The server behind this model cannot be reached, or broke off: {e.Message}") { Code = "endpoint_unreachable" };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Whatever has come goes on at once: a stream that waits for a full buffer is none.
    private async Task<Refusal?> PassAsync(HttpContext http, HttpResponseMessage response, Action<int> answered, CancellationTokenSource silence, CancellationToken cancel)
    {
        byte[] buffer = new byte[16 * 1024];
        await using var from = await response.Content.ReadAsStreamAsync(cancel);
        // Before the status goes out: a server that ends now has given no answer.
        int read = await from.ReadAsync(buffer, cancel);
        if (read == 0)
            return new Refusal(502, $"The server behind this model answers {(int)response.StatusCode} without a word.") { Code = "endpoint_unreadable" };
        http.Response.StatusCode = (int)response.StatusCode;
        answered(http.Response.StatusCode);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(h => Passed.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            http.Response.Headers[name] = values.ToArray();
        for (; read > 0; read = await from.ReadAsync(buffer, cancel))
        {
            // A caller who reads slowly is no silence of the server's.
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), cancel);
            await http.Response.Body.FlushAsync(cancel);
            silence.CancelAfter(options.Silence);
        }

        return null;
    }

    private Outcome<byte[]> Named(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject request)
                return new Refusal(400, "The body must be a JSON object.");
            if (request["model"] is not JsonValue model || model.GetValueKind() != JsonValueKind.String)
                return ChatFault.Wrong("model", "is missing or no text; GET /v1/models lists what there is.");
            request["model"] = options.Model ?? model.GetValue<string>();
            return JsonSerializer.SerializeToUtf8Bytes(request, ChatJson.Default.JsonObject);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return new Refusal(400, $"The body is no JSON: {e.Message}");
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, _base + path);
        if (options.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
