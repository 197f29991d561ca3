using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argus.Benchmarks.Jobs;

/// <summary>Callers of <c>POST /job/…</c>: each on a kept-alive connection of its own, the next request after the answer to the last. It runs in a process of its own.</summary>
internal sealed class PostLoad(int port, long first, int count)
{
    private long _taken = -1;

    /// <summary>Connects, says so, posts all once a line comes, and writes how many seconds that took.</summary>
    public async Task RunAsync(int callers)
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => ConnectAsync(port)));
        Console.WriteLine("ready");
        Console.ReadLine();
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Select(socket => Task.Run(() => CallAsync(socket))));
        Console.WriteLine(Stopwatch.GetElapsedTime(begun).TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Posts one job.</summary>
    /// <returns>When the answer was there.</returns>
    public static async Task<long> PostAsync(Socket socket, byte[] buffer, long media)
    {
        string body = $$"""{"media_store_id": {{media}}, "priority": 5}""";
        byte[] request = Encoding.ASCII.GetBytes($"POST /job/image_embedding HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        await socket.SendAsync(request);
        int have = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(have));
            long now = Stopwatch.GetTimestamp();
            have += read;
            if (read == 0 || (have > 12 && !buffer.AsSpan().StartsWith("HTTP/1.1 201"u8)))
                throw new IOException($"The service answered {Encoding.UTF8.GetString(buffer, 0, have)}");
            if (IsWhole(buffer.AsSpan(0, have)))
                return now;
        }
    }

    /// <summary>A connection to the service.</summary>
    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task CallAsync(Socket socket)
    {
        using var closed = socket;
        byte[] buffer = new byte[16 * 1024];
        while (Interlocked.Increment(ref _taken) is var number && number < count)
            await PostAsync(socket, buffer, first + number);
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int blank = answer.IndexOf("\r\n\r\n"u8);
        if (blank < 0)
            return false;
        int at = answer[..blank].IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var number = answer[(at + 16)..];
        return answer.Length >= blank + 4 + int.Parse(number[..number.IndexOf((byte)'\r')]);
    }
}
