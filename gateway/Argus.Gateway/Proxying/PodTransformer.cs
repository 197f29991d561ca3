using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Argus.Gateway.Access;
using Argus.ServiceDefaults.Tracing;
using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

/// <summary>What changes between caller and pod: a few headers; bodies pass untouched.</summary>
internal sealed class PodTransformer : HttpTransformer
{
    /// <summary>Who calls, for the platform's own services: the owner of the key, or whom the token names. What is no printable ASCII is percent-encoded.</summary>
    public const string CallerHeader = "X-Argus-Caller";

    /// <summary>How long the caller waits, in milliseconds.</summary>
    public const string TimeoutHeader = "X-Argus-Timeout-Ms";

    /// <summary>Which ModelDeployment is wanted, and which one answered: <c>name</c> or <c>namespace/name</c>.</summary>
    public const string DeploymentHeader = "X-Argus-Deployment";

    /// <summary>What the model that answered is.</summary>
    private const string DigestHeader = "X-Argus-Model-Digest";

    private const string KeyHeader = "X-API-Key";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var exchange = httpContext.Features.Get<Exchange>()!;
        var headers = proxyRequest.Headers;
        // The pod has its own name, and no use for what the caller showed us.
        headers.Host = null;
        headers.Remove("Authorization");
        headers.Remove(KeyHeader);
        headers.Remove(DeploymentHeader);
        // A model behind a name of ours is asked by that name: the pod must not look for one of its own.
        if (exchange.Backend!.Backend.Models.Length > 0)
            Set(headers, DeploymentHeader, exchange.Backend.Backend.Name);
        // Only we say who calls.
        headers.Remove(CallerHeader);
        if (exchange.Backend.Backend.IsService && httpContext.Features.Get<Visit>()?.Caller is { } caller)
            Set(headers, CallerHeader, caller.Name.All(c => c is >= ' ' and < '\x7f' and not '%') ? caller.Name : Uri.EscapeDataString(caller.Name));
        headers.Remove("Expect");
        Set(headers, TimeoutHeader, ((long)exchange.Left.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        Set(headers, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown");
        Set(headers, "X-Forwarded-Proto", httpContext.Request.Scheme);
        Set(headers, "X-Forwarded-Host", httpContext.Request.Host.Value ?? "");
        if (!TraceExport.IsOn)
            DistributedContextPropagator.Current.Inject(Activity.Current, headers, static (carrier, name, value) => Set((HttpRequestHeaders)carrier!, name, value));
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, httpContext.Request.Path, QueryOf(httpContext.Request, exchange.Backend!.Backend.MaxFaces));
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return ValueTask.FromResult(true);
        var exchange = httpContext.Features.Get<Exchange>()!;
        if (!exchange.Answered((int)proxyResponse.StatusCode))
            return ValueTask.FromResult(false);
        var backend = exchange.Backend!.Backend;
        httpContext.Response.Headers[DeploymentHeader] = backend.Name;
        // Model servers of ours say it themselves.
        if (backend.OwnImage is { Digest: { } digest } && !proxyResponse.Headers.Contains(DigestHeader))
            httpContext.Response.Headers[DigestHeader] = digest;
        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    private static QueryString QueryOf(HttpRequest request, int? maxFaces)
    {
        bool applies = maxFaces is not null && (request.Path == "/detect" || request.Path == "/extract-embedding") && !request.Query.ContainsKey("max_faces");
        return applies ? request.QueryString.Add("max_faces", maxFaces!.Value.ToString(CultureInfo.InvariantCulture)) : request.QueryString;
    }

    private static void Set(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }
}
