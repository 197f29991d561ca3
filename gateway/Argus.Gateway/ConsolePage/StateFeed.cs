using Argus.Gateway.Auth;
using Argus.Gateway.Balancing;
using Argus.Gateway.Cluster;
using Argus.Gateway.Docs;
using Argus.Gateway.Health;
using Argus.ServiceDefaults.Auth;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.ConsolePage;

/// <summary>
/// <c>GET /console/state</c>, and <c>GET /console/events</c>, which tells it anew whenever it has changed.
/// Made at most once a second, however many look on; each sees the deployments that it may use.
/// </summary>
/// <param name="live">Routes and pods.</param>
/// <param name="source">The cluster.</param>
/// <param name="figures">What was counted.</param>
/// <param name="drain">Whether the gateway is about to stop.</param>
/// <param name="time">Clock.</param>
/// <param name="lifetime">Ends the streams.</param>
/// <param name="authenticator">Null where nobody is asked.</param>
internal sealed class StateFeed(LiveRoutes live, RouteSource source, RequestFigures figures, Drain drain, TimeProvider time, IHostApplicationLifetime lifetime, Authenticator? authenticator = null)
{
    /// <summary>Most streams at once.</summary>
    public const int MaxStreams = 64;

    private const int QuietBeats = 15;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private StateView? _latest;
    private int _streams;

    /// <summary>Answers the state once.</summary>
    public Task StateAsync(HttpContext http)
    {
        byte[] body = Latest().For(Sees(http) ?? Permissions.Nothing);
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
                await TellAsync(http, ending.Token);
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

    private async Task TellAsync(HttpContext http, CancellationToken cancel)
    {
        var response = http.Response;
        using var timer = new PeriodicTimer(Beat, time);
        byte[] told = [];
        int quiet = 0;
        // A key that is taken back, or a token that ends, ends what it opened.
        while (Sees(http) is { } permissions)
        {
            byte[] state = Latest().For(permissions);
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
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    // Asked anew each time: the keys may have changed since the request came.
    private Permissions? Sees(HttpContext http)
    {
        if (authenticator is null)
            return Permissions.All;
        var permissions = authenticator.Identify(http.Request.Headers).Caller?.Permissions;
        return permissions?.Covers(http.Request.Path.Value ?? "/") is true ? permissions : null;
    }

    private StateView Latest()
    {
        lock (_lock)
        {
            // Half a beat: else two timers that drift would show a stream every other state only.
            if (_latest is not null && time.GetElapsedTime(_latest.MadeAt) < Beat / 2)
                return _latest;
            string state = drain.IsDraining ? "stopping" : source.IsSynced ? "ready" : "starting";
            var body = new ConsoleState(Environment.MachineName, OwnOperations.Version, state, RequestWindow.Seconds, StateReader.Read(source.Deployments, live.Current, figures), StateReader.Services(live.Current));
            return _latest = new StateView(body, time.GetTimestamp());
        }
    }
}
