using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argus.Benchmarks.Gateway;

/// <summary>A server that costs next to nothing: it reads requests and answers a kilobyte. A process of its own, so that what is measured is what lies before it.</summary>
internal static class TinyServer
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{new string('x', 1000)}");

    /// <summary>Serves until the process is killed.</summary>
    public static void Run(int port)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(512);
        while (true)
        {
            var connection = listener.Accept();
            connection.NoDelay = true;
            new Thread(() => Serve(connection), maxStackSize: 256 * 1024) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket connection)
    {
        byte[] buffer = new byte[64 * 1024];
        int have = 0;
        try
        {
            while (true)
            {
                int read = connection.Receive(buffer.AsSpan(have));
                if (read == 0)
                    return;
                have += read;
                if (!IsWhole(buffer.AsSpan(0, have)))
                    continue;
                have = 0;
                connection.Send(Answer);
            }
        }
        catch (SocketException)
        {
            // The other side is gone.
        }
        finally
        {
            connection.Dispose();
        }
    }

    // One request at a time: nobody here sends the next before the answer.
    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        string head = Encoding.ASCII.GetString(bytes[..end]);
        int at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        int length = at < 0 ? 0 : int.Parse(head.AsSpan(at + 15, (head + "\r\n").IndexOf('\r', at) - at - 15));
        return bytes.Length >= end + 4 + length;
    }
}
