using System.Net.Sockets;
using System.Text;

namespace Argus.Gateway.Tests.Listening;

/// <summary>A caller that sends whatever bytes it likes.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawConnection> OpenAsync(Uri url)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(url.Host, url.Port);
        return connection;
    }

    /// <summary>Sends text, a character a byte.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes; what the other end no longer takes is lost.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes).WaitAsync(Patience);
        }
        catch (SocketException)
        {
            // It has hung up: what it said before can still be read.
        }
    }

    /// <summary>No more will be sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the other end hangs up.</summary>
    public async Task<string> ReadAllAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, limit.Token) is var read and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Hung up without a word.
        }

        return text.ToString();
    }

    /// <summary>Reads until what was read holds a text.</summary>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        while (!text.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            int read = await _socket.ReceiveAsync(buffer, limit.Token);
            if (read == 0)
                throw new InvalidOperationException($"It hung up after: {text}");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Reads bytes, as many as asked for.</summary>
    /// <returns>Fewer where the other end hung up.</returns>
    public async Task<byte[]> ReadAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        byte[] bytes = new byte[count];
        int length = 0;
        try
        {
            while (length < count && await _socket.ReceiveAsync(bytes.AsMemory(length), limit.Token) is var read and > 0)
                length += read;
        }
        catch (SocketException)
        {
            // Hung up without a word.
        }

        return bytes[..length];
    }

    public void Dispose() => _socket.Dispose();
}
