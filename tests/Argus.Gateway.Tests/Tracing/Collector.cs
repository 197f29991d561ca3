using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.Gateway.Tests.Tracing;

/// <summary>A collector of traces: takes OTLP by gRPC and by HTTP, as the real ones do on ports 4317 and 4318.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ReceivedSpan> _spans = [];

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", async http =>
        {
            byte[] frame = await ReadAsync(http);
            // A byte that says whether it is compressed, and its length, stand before the message.
            Keep(frame[5..(5 + BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)))]);
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        _app.MapPost("/v1/traces", async http =>
        {
            Keep(await ReadAsync(http));
            http.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>What it got.</summary>
    public IReadOnlyList<ReceivedSpan> Spans
    {
        get
        {
            lock (_spans)
                return [.. _spans];
        }
    }

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Where it takes a protocol: <c>grpc</c> or <c>http/protobuf</c>.</summary>
    public string Endpoint(string protocol) => _app.Urls.ElementAt(protocol == "grpc" ? 0 : 1);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Keep(byte[] request)
    {
        lock (_spans)
            _spans.AddRange(ProtoReader.Spans(request));
    }
}
