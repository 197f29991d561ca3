using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Argus.Kube.Tests.Servers;

/// <summary>Stands in for the connection: records requests, and answers as the test says, without a socket.</summary>
internal sealed class ScriptedLine(Func<ReceivedRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();

    public ConcurrentQueue<ReceivedRequest> Received { get; } = [];

    public static HttpResponseMessage Answer(int code, string body = "{}", string? retryAfter = null, string contentType = "application/json")
    {
        var response = new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        if (retryAfter is not null)
            response.Headers.Add("Retry-After", retryAfter);
        return response;
    }

    /// <summary>The next request that comes.</summary>
    public async Task<ReceivedRequest> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _arrivals.Reader.ReadAsync(limit.Token);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var received = new ReceivedRequest(
            request.Method.Method, request.RequestUri!.PathAndQuery, request.Content?.Headers.ContentType?.ToString() ?? "",
            request.Headers.Authorization?.ToString() ?? "", request.Headers.UserAgent.ToString(), body);
        Received.Enqueue(received);
        var response = answer(received);
        _arrivals.Writer.TryWrite(received);
        return response;
    }
}
