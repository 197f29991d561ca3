using System.Collections.Concurrent;

namespace Argus.Kube.Tests.Leases;

/// <summary>A candidate's line to the server, which the test can disturb.</summary>
internal sealed class LeaseLine(MemoryLeases server) : HttpMessageHandler
{
    /// <summary>What was asked: methods, and WATCH.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Called with each request before the server sees it; may throw or wait.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? Before { get; set; }

    /// <summary>Answers in the server's place, which never hears of it; null lets it.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>Called when the server has done what was asked.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? After { get; set; }

    public static bool IsWatch(HttpRequestMessage request) => request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(IsWatch(request) ? "WATCH" : request.Method.Method);
        if (Before is { } before)
            await before(request, cancellationToken);
        if (Instead(request) is { } answer)
            return answer;
        var response = await server.AnswerAsync(request, cancellationToken);
        if (After is { } after)
            await after(request, cancellationToken);
        return response;
    }
}
