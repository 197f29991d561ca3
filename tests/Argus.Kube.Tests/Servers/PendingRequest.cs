using System.Text;
using Argus.Kube.Tests.Recordings;
using Microsoft.AspNetCore.Http;

namespace Argus.Kube.Tests.Servers;

/// <summary>A request that the test answers in its own time.</summary>
internal sealed class PendingRequest(HttpContext context)
{
    public IReadOnlyDictionary<string, string> Query { get; } = Exchange.Parse(context.Request.Path + context.Request.QueryString);

    public bool IsWatch => Query.ContainsKey("watch");

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers and ends.</summary>
    public async Task AnswerAsync(string body, int status = 200, string? retryAfter = null, string contentType = "application/json")
    {
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await KubeTestServer.WriteAsync(context, status, body, contentType);
        Ended.TrySetResult();
    }

    /// <summary>Sends a part of the answer.</summary>
    public async Task SendAsync(string text)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Ends the answer as it should be.</summary>
    public void End() => Ended.TrySetResult();

    /// <summary>Breaks the connection.</summary>
    public void Break()
    {
        context.Abort();
        Ended.TrySetResult();
    }
}
