using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Problems;

/// <summary>Turns what no endpoint answered (unknown paths and methods, broken requests, faults of ours) into problems.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode is 404 or 405 && http.Response.ContentLength is null)
                await Unanswered(http).WriteAsync(http);
        }
        catch (BadHttpRequestException broken) when (!http.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(http, new Refusal(broken.StatusCode, broken.StatusCode switch
            {
                413 => "The body is larger than this server takes.",
                408 => "The body came too slowly.",
                _ => broken.Message,
            }));
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The caller hung up: there is no one to answer; 499 is for the metrics only.
            http.Response.StatusCode = http.Response.HasStarted ? http.Response.StatusCode : 499;
        }
        catch (Exception e)
        {
            Log.Unhandled(log, e, http.Request.Method, http.Request.Path, Activity.Current?.TraceId.ToHexString());
            await WriteAsync(http, new Refusal(500, "The server failed on this request; its log says why under this trace id."));
        }
    }

    private static Refusal Unanswered(HttpContext http) => http.Response.StatusCode == 405
        ? new Refusal(405, $"{http.Request.Path} does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.")
        : new Refusal(404, $"There is nothing at {http.Request.Path}; /docs lists what there is.");

    private static Task WriteAsync(HttpContext http, Refusal refusal)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        return refusal.WriteAsync(http);
    }
}

/// <summary>Registration of <see cref="ProblemMiddleware"/>.</summary>
public static class ProblemExtensions
{
    /// <summary>Answers every error as <c>application/problem+json</c>; first in the pipeline.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.UseMiddleware<ProblemMiddleware>();
}
