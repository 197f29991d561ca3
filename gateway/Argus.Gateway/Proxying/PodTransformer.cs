using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Argus.ServiceDefaults.Tracing;
using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

/// <summary>What changes between caller and pod: a few headers; bodies pass untouched.</summary>
internal sealed class PodTransformer : HttpTransformer
{
    /// <summary>How long the caller waits, in milliseconds.</summary>
    public const string TimeoutHeader = "X-Argus-Timeout-Ms";

    /// <summary>Which ModelDeployment is wanted, and which one answered: <c>name</c> or <c>namespace/name</c>.</summary>
    public const string DeploymentHeader = "X-Argus-Deployment";

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
        httpContext.Response.Headers[DeploymentHeader] = exchange.Backend!.Backend.Name;
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
