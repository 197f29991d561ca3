using System.Diagnostics;
using System.Net;
using Argus.ServiceDefaults.Tracing;
using Yarp.ReverseProxy.Forwarder;

namespace Argus.Gateway.Proxying;

/// <summary>Connections to pods, kept open between requests.</summary>
internal sealed class PodConnections : IDisposable
{
    private readonly HttpMessageHandler _handler = new SmallBodies(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // A node that is gone swallows packets: another pod is asked sooner than TCP would give up.
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // Below what servers keep idle connections for: those that are about to close are not used.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        // Makes a span of its own for the call; where none are recorded, the transformer passes the request's own on.
        ActivityHeadersPropagator = TraceExport.IsOn ? new ReverseProxyPropagator(DistributedContextPropagator.Current) : null,
    });

    /// <summary>Makes them.</summary>
    public PodConnections() => Invoker = new HttpMessageInvoker(_handler, disposeHandler: false);

    /// <summary>Sends requests.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Invoker.Dispose();
        _handler.Dispose();
    }
}
