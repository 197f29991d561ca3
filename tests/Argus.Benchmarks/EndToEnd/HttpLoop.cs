using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>The server over HTTP: one kept-alive connection a thread, the request written as one block of bytes, the answer read to its end.</summary>
internal sealed class HttpLoop : Load
{
    private readonly int _process;
    private readonly byte[] _request;
    private readonly Socket[] _sockets;
    private readonly byte[][] _buffers;

    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="process">Whose processor time counts.</param>
    /// <param name="request">Head and body.</param>
    /// <param name="inFlight">Connections, each with one request under way.</param>
    public HttpLoop(int port, int process, byte[] request, int inFlight)
    {
        (_process, _request, InFlight) = (process, request, inFlight);
        _sockets = [.. Enumerable.Range(0, inFlight).Select(_ => Connect(port))];
        _buffers = [.. Enumerable.Range(0, inFlight).Select(_ => new byte[256 * 1024])];
    }

    /// <summary>A photo for the model server.</summary>
    public static byte[] Detect(byte[] photo) =>
    [
        .. Encoding.ASCII.GetBytes($"POST /detect?attributes=false HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/jpeg\r\nContent-Length: {photo.Length}\r\n\r\n"),
        .. photo,
    ];

    public override string Name => $"server, {InFlight} in flight";

    public override int InFlight { get; }

    protected override int ProcessId => _process;

    public override void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    /// <inheritdoc/>
    protected override void One(int thread) => Ask(thread);

    /// <summary>Sends the request on one of the connections and reads the answer to its end.</summary>
    public void Ask(int thread)
    {
        var socket = _sockets[thread];
        byte[] buffer = _buffers[thread];
        socket.Send(_request);
        int have = 0, end = -1, length = 0;
        while (end < 0 || (length >= 0 ? have < end + length : !buffer.AsSpan(0, have).EndsWith("\r\n0\r\n\r\n"u8)))
        {
            int read = socket.Receive(buffer.AsSpan(have));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            have += read;
            if (end < 0)
                (end, length) = Head(buffer.AsSpan(0, have));
        }
    }

    private static (int End, int Length) Head(ReadOnlySpan<byte> bytes)
    {
        int blank = bytes.IndexOf("\r\n\r\n"u8);
        if (blank < 0)
            return (-1, 0);
        string head = Encoding.ASCII.GetString(bytes[..blank]);
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            throw new IOException($"The server answered {Encoding.UTF8.GetString(bytes)}");
        string? line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        // Without a length the answer comes in chunks.
        return (blank + 4, line is null ? -1 : int.Parse(line.AsSpan(15)));
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
