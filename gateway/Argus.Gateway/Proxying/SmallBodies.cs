namespace Argus.Gateway.Proxying;

/// <summary>
/// Sends a small body together with its head. The forwarder would send the head as soon as it has it: two packets, and a pod that is woken twice,
/// which for a request of a kilobyte is much of what it costs. What is larger is not waited for.
/// </summary>
/// <param name="inner">Sends requests.</param>
internal sealed class SmallBodies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes of a body that is small.</summary>
    public const int Most = 16 * 1024;

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Content is { Headers.ContentLength: > 0 and <= Most } body ? SendWholeAsync(request, body, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendWholeAsync(HttpRequestMessage request, HttpContent body, CancellationToken cancel)
    {
        await body.LoadIntoBufferAsync(cancel);
        return await base.SendAsync(request, cancel);
    }
}
