using Argus.Gateway.Limits;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Gateway.Access;

/// <summary>Around all else: what comes in by a port for callers gets a <see cref="Visit"/>, and a line when it has been answered. Probes of the port for administration would only be noise.</summary>
/// <param name="next">All else.</param>
/// <param name="writer">Null where no lines are wanted.</param>
/// <param name="metrics">Told of bodies that turned out too large.</param>
/// <param name="time">Clock.</param>
internal sealed class AccessLog(RequestDelegate next, AccessWriter? writer, GatewayMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly ThreadLocal<AccessLine> _lines = new(() => new AccessLine(time));

    /// <summary>Answers a request, and tells of it.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Listener>() is { IsAdmin: true })
        {
            await next(http);
            return;
        }

        var visit = new Visit(time.GetTimestamp());
        http.Features.Set(visit);
        if (writer is not null)
            Count(http, visit);
        try
        {
            await next(http);
        }
        finally
        {
            Tell(http, visit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private static void Count(HttpContext http, Visit visit)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
            http.Request.Body = new CountedRequest(http.Request.Body, visit);
        if (http.Features.Get<IHttpResponseBodyFeature>() is { } body)
            http.Features.Set<IHttpResponseBodyFeature>(new CountedResponse(body, visit));
    }

    private void Tell(HttpContext http, Visit visit)
    {
        int status = http.Response.StatusCode;
        // It began to be sent on before it proved too large.
        if (status == StatusCodes.Status413PayloadTooLarge && visit.Denied is null && http.Features.Get<Exchange>() is not { PodStatus: StatusCodes.Status413PayloadTooLarge })
        {
            visit.Denied = DenialReason.Size;
            metrics.Refused(DenialReason.Size);
        }

        writer?.Write(_lines.Value!.Make(http, visit, status));
    }
}
