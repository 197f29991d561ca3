using System.Text.Json;
using Argus.Gateway.Balancing;
using Argus.Gateway.Cluster;
using Argus.Gateway.Docs;
using Argus.Gateway.Health;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.ConsolePage;

/// <summary>
/// <c>GET /console/state</c>, and <c>GET /console/events</c>, which tells it anew whenever it has changed.
/// Made at most once a second, however many look on.
/// </summary>
internal sealed class StateFeed(LiveRoutes live, RouteSource source, RequestFigures figures, Drain drain, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Most streams at once.</summary>
    public const int MaxStreams = 64;

    private const int QuietBeats = 15;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private byte[]? _latest;
    private long _madeAt;
    private int _streams;

    /// <summary>Answers the state once.</summary>
    public Task StateAsync(HttpContext http)
    {
        byte[] body = Latest();
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Answers until the caller hangs up or the gateway stops.</summary>
    public async Task EventsAsync(HttpContext http)
    {
        if (Interlocked.Increment(ref _streams) > MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            await new Refusal(503, $"{MaxStreams} callers look on already; /console/state answers once.") { RetryAfter = Soon }.WriteAsync(http);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            // What else buffers answers would keep events back.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            if (HttpMethods.IsGet(http.Request.Method))
                await TellAsync(http.Response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody looks on any more.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task TellAsync(HttpResponse response, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Beat, time);
        byte[] told = [];
        int quiet = 0;
        do
        {
            byte[] state = Latest();
            if (state != told && !state.AsSpan().SequenceEqual(told))
            {
                await response.Body.WriteAsync((byte[])[.. "event: state\ndata: "u8, .. state, .. "\n\n"u8], cancel);
                (told, quiet) = (state, 0);
            }
            else if (++quiet % QuietBeats == 0)
            {
                // A connection that is gone is noticed only by writing to it.
                await response.Body.WriteAsync(":\n\n"u8.ToArray(), cancel);
            }

            await response.Body.FlushAsync(cancel);
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private byte[] Latest()
    {
        lock (_lock)
        {
            // Half a beat: else two timers that drift would show a stream every other state only.
            if (_latest is not null && time.GetElapsedTime(_madeAt) < Beat / 2)
                return _latest;
            string state = drain.IsDraining ? "stopping" : source.IsSynced ? "ready" : "starting";
            var body = new ConsoleState(Environment.MachineName, OwnOperations.Version, state, RequestWindow.Seconds, StateReader.Read(source.Deployments, live.Current, figures));
            _madeAt = time.GetTimestamp();
            return _latest = JsonSerializer.SerializeToUtf8Bytes(body, ConsoleJson.Default.ConsoleState);
        }
    }
}
