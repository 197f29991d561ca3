using System.Net;
using Argus.Gateway.Configuration;
using Argus.ServiceDefaults.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.Gateway.Listening;

/// <summary>Where the gateway listens, and what it takes of a caller before any request is read.</summary>
internal static class Listeners
{
    /// <summary>Opens all of them.</summary>
    public static void Listen(KestrelServerOptions kestrel, GatewayOptions options, MountedCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        Limit(kestrel.Limits, options);
        var address = IPAddress.Parse(options.Host);
        kestrel.Listen(address, options.Port, listen => Mark(listen, HttpProtocols.Http1, Listener.Public));
        kestrel.Listen(IPAddress.Parse(options.AdminHost ?? options.Host), options.AdminPort, listen => Mark(listen, HttpProtocols.Http1, Listener.Admin));
        if (options.Http2Port is { } http2)
            kestrel.Listen(address, http2, listen => Mark(listen, HttpProtocols.Http2, Listener.Public));
        foreach (int port in options.SeedPorts)
            kestrel.Listen(address, port, listen => Mark(listen, HttpProtocols.Http1, new Listener(false, DocumentedPorts.All[port])));
        if (certificate is null)
            return;
        kestrel.Listen(address, options.TlsPort, listen =>
        {
            Mark(listen, HttpProtocols.Http1AndHttp2, Listener.Public);
            listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
        });
    }

    private static void Limit(KestrelServerLimits limits, GatewayOptions options)
    {
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.Http2.MaxStreamsPerConnection = 100;
    }

    private static void Mark(ListenOptions listen, HttpProtocols protocols, Listener listener)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Features.Set(listener);
            return next(connection);
        });
    }
}
