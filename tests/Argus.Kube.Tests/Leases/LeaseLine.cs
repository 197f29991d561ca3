namespace Argus.Kube.Tests.Leases;

/// <summary>A candidate's line to the server, which the test can disturb.</summary>
internal sealed class LeaseLine(MemoryLeases server) : HttpMessageHandler
{
    /// <summary>Called with each request before the server sees it; may throw or wait.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? Before { get; set; }

    /// <summary>Called when the server has done what was asked.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? After { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Before is { } before)
            await before(request, cancellationToken);
        var response = await server.AnswerAsync(request, cancellationToken);
        if (After is { } after)
            await after(request, cancellationToken);
        return response;
    }
}
