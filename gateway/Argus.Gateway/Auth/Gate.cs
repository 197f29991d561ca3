using Argus.Gateway.Access;
using Argus.Gateway.Configuration;
using Argus.Gateway.Limits;
using Argus.Gateway.Proxying;
using Argus.ServiceDefaults.Auth;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Gateway.Auth;

/// <summary>Lets requests in: a place, a known caller, a path of its own, its limits. Refuses before a byte of a body is read.</summary>
/// <param name="next">What comes behind it.</param>
/// <param name="authenticator">Null where nobody is asked.</param>
/// <param name="failed">Addresses whose keys fail.</param>
/// <param name="options">Settings.</param>
/// <param name="metrics">Told of refusals.</param>
internal sealed class Gate(RequestDelegate next, Authenticator? authenticator, FailedAddresses failed, GatewayOptions options, GatewayMetrics metrics)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly Denial Full = new(DenialReason.Overload, new Refusal(503, "The gateway has as many requests under way as it takes.") { RetryAfter = Soon });

    private readonly Places _places = new(options.Trust.MaxInFlight);

    /// <summary>Lets a request in, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        // Probes and pages do not compete with the work.
        if (PublicPaths.Contains(http.Request))
        {
            await next(http);
            return;
        }

        var visit = http.Features.Get<Visit>()!;
        // First of all, so that even looking at keys has its bound.
        if (!_places.TryTake())
        {
            await visit.DenyAsync(http, Full, metrics);
            return;
        }

        CallerLimits? entered = null;
        try
        {
            var denial = authenticator is null ? CheckSize(http, null) : Check(http, visit, authenticator, out entered);
            await (denial is null ? next(http) : visit.DenyAsync(http, denial, metrics));
        }
        finally
        {
            entered?.Leave();
            _places.GiveBack();
        }
    }

    private Denial? Check(HttpContext http, Visit visit, Authenticator asking, out CallerLimits? entered)
    {
        entered = null;
        var identity = asking.Identify(http.Request.Headers);
        if (identity.Caller is not { } caller)
            return Unknown(http, identity);
        visit.Caller = caller;
        if (!caller.Permissions.Covers(http.Request.Path.Value ?? "/"))
            return new Denial(DenialReason.Forbidden, new Refusal(403, $"This {caller.By} is not for {http.Request.Path}."));
        if (caller.Limits.Enter() is { } over)
            return over;
        entered = caller.Limits;
        return CheckSize(http, caller.Limits.Settings.MaxBodyBytes);
    }

    private Denial? CheckSize(HttpContext http, long? own)
    {
        long most = Math.Min(own ?? long.MaxValue, http.Request.Path.StartsWithSegments("/entity") ? options.MaxUploadBytes : options.MaxBodyBytes);
        var size = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (http.Request.ContentLength > most)
        {
            // The server then reads on for a few seconds and throws away what comes: hung up on at once, many callers would not see why.
            if (size is { IsReadOnly: false })
                size.MaxRequestBodySize = null;
            return new Denial(DenialReason.Size, new Refusal(413, $"The body has {http.Request.ContentLength} bytes; {most} are taken."));
        }

        // A body without a length is measured while it comes.
        if (most != options.MaxBodyBytes && size is { IsReadOnly: false })
            size.MaxRequestBodySize = most;
        return null;
    }

    private Denial Unknown(HttpContext http, Identity identity)
    {
        if (!failed.TryFail(http.Connection.RemoteIpAddress, out var wait))
        {
            if (HttpProtocol.IsHttp11(http.Request.Protocol))
                http.Response.Headers.Connection = "close";
            return new Denial(DenialReason.Rate, new Refusal(429, $"Too many requests from this address had no good key. {identity.Why}") { RetryAfter = wait });
        }

        http.Response.Headers.WWWAuthenticate = identity.Showed ? "Bearer realm=\"argus\", error=\"invalid_token\"" : "Bearer realm=\"argus\"";
        return new Denial(DenialReason.Unauthenticated, new Refusal(401, identity.Why!));
    }
}
