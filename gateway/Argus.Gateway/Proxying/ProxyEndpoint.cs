using Argus.Gateway.Access;
using Argus.Gateway.Auth;
using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.Limits;
using Argus.Gateway.Routing;
using Argus.Gateway.Waking;
using Argus.ServiceDefaults.Auth;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

/// <summary>
/// Sends requests to pods. The table is ours and the forwarding is YARP's: its own routes would be compiled anew, for all deployments, with each that changes.
/// </summary>
internal sealed class ProxyEndpoint(
    LiveRoutes live,
    WaitingRoom waiting,
    IHttpForwarder forwarder,
    PodConnections pods,
    ReplayBudget budget,
    GatewayOptions options,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<ProxyEndpoint> log)
{
    private readonly PodTransformer _transformer = new();
    private readonly ForwarderRequestConfig _config = new()
    {
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = options.IdleTimeout,
    };

    // A language model that is not asked to stream says nothing until it has said all: its silence is no fault of its pod, and not to be tried on the next.
    private readonly ForwarderRequestConfig _patient = new()
    {
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = options.MaxTimeout > options.IdleTimeout ? options.MaxTimeout : options.IdleTimeout,
    };

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var match = live.Current.Routes.Find(RequestRead.Query(http.Request));
        if (match.Route is not { } route)
            return RefuseAsync(http, match);
        var visit = http.Features.Get<Visit>();
        return visit?.Caller is { } caller && !caller.Permissions.Covers(route.Backend.Key.Namespace, route.Backend.Key.Name) ? visit.DenyAsync(http, NotFor(caller, route), metrics) : ForwardAsync(http, route);
    }

    private static Denial NotFor(Caller caller, ModelRoute route) =>
        new(DenialReason.Forbidden, new Refusal(403, $"This {caller.By} is not for {route.Backend.Name}; {PodTransformer.DeploymentHeader} names another."));

    private static Task RefuseAsync(HttpContext http, RouteMatch match)
    {
        if (match.Allowed.IsEmpty)
            return Unknown(http).WriteAsync(http);
        string allowed = string.Join(", ", match.Allowed);
        http.Response.Headers.Allow = allowed;
        return new Refusal(405, $"{http.Request.Path} does not take {http.Request.Method}; it takes {allowed}.").WriteAsync(http);
    }

    private static Refusal Unknown(HttpContext http) => http.Request.Headers.TryGetValue(PodTransformer.DeploymentHeader, out var wanted)
        ? new Refusal(404, $"No ModelDeployment '{wanted}' offers {http.Request.Path} here.")
        : new Refusal(404, $"Nothing that is deployed offers {http.Request.Path}; /docs lists what there is.");

    private async Task ForwardAsync(HttpContext http, ModelRoute route)
    {
        var upstream = live.Current.Find(route.Backend.Key)?.Upstream;
        using var exchange = new Exchange(route, time, RequestRead.Limit(http.Request, options, route.Backend.Models.Length > 0)) { Draw = upstream?.NextDraw() ?? 0 };
        http.Features.Set(exchange);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            exchange.Body = new ReplayBody(http.Request.Body, http.Request.ContentLength, budget);
        upstream?.Begin(time.GetTimestamp());
        try
        {
            await SendAsync(http, exchange);
        }
        finally
        {
            upstream?.End(time.GetTimestamp());
            metrics.Answered(exchange, http.Response.StatusCode);
        }
    }

    private async Task SendAsync(HttpContext http, Exchange exchange)
    {
        while (true)
        {
            var (refusal, backend, destination) = await waiting.ChooseAsync(exchange, http.RequestAborted);
            if (refusal is not null)
            {
                await refusal.WriteAsync(http);
                return;
            }

            if (exchange.Body is { } body)
                http.Request.Body = body.OpenRead();
            exchange.SendTo(backend!, destination!);
            ForwarderError error;
            try
            {
                error = await forwarder.SendAsync(http, destination!.Prefix, pods.Invoker, exchange.Route.Backend.Models.Length > 0 ? _patient : _config, _transformer, exchange.Deadline);
            }
            finally
            {
                destination!.End();
            }

            if (await IsDoneAsync(http, exchange, destination, error))
                return;
        }
    }

    /// <summary>Whether the caller has an answer; else the request is to be sent once more.</summary>
    private async Task<bool> IsDoneAsync(HttpContext http, Exchange exchange, Destination destination, ForwarderError error)
    {
        if (error == ForwarderError.None && !exchange.PodRefused)
            return true;
        if (exchange.PodRefused)
        {
            http.Response.Clear();
            metrics.Retried(exchange, "refused");
            return false;
        }

        var fault = Fault.Of(error, http, exchange);
        if (fault.IsOfPod)
        {
            destination.Failed();
            Log.PodFailed(log, exchange.Route.Backend.Name, destination.Prefix, error, fault.Message);
        }

        if (http.Response.HasStarted || fault.Refusal is null)
            return true;
        http.Response.Clear();
        if (fault.IsOfPod && exchange.MaySendAgain(fault.NothingSent))
        {
            metrics.Retried(exchange, fault.NothingSent ? "connect" : "broken");
            return false;
        }

        await fault.Refusal.WriteAsync(http);
        return true;
    }
}
