using System.Net;
using System.Net.Sockets;

namespace Argus.LocalCluster.Node.Services;

/// <summary>One port of one Service: listens, and carries each connection to one of the targets in turn.</summary>
internal sealed class PortForward : IDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private uint _next;

    private PortForward(Socket listener, IPEndPoint[] targets)
    {
        (_listener, Targets) = (listener, targets);
        _ = AcceptAsync(_stop.Token);
    }

    /// <summary>Where new connections go; those that are open stay where they are.</summary>
    public IPEndPoint[] Targets { get; set; }

    /// <summary>Null where nothing can listen there, such as on a port below 1024 without the right to it.</summary>
    public static PortForward? Open(IPEndPoint address, IPEndPoint[] targets, out string? problem)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen();
            problem = null;
            return new PortForward(listener, targets);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            problem = error.Message;
            return null;
        }
    }

    /// <summary>Stops listening. Connections that are open end by themselves, as when a Service goes in a cluster; or with this process.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptAsync(cancel));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller was gone before it was taken.
            }
        }
    }

    private async Task CarryAsync(Socket caller)
    {
        using (caller)
        using (var target = await ConnectAsync())
        {
            if (target is null)
                return;
            caller.NoDelay = target.NoDelay = true;
            // Both are made before either works: a socket that was told the end counts as not connected, and gets no stream.
            await using var near = new NetworkStream(caller, ownsSocket: false);
            await using var far = new NetworkStream(target, ownsSocket: false);
            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
    }

    // A pod that has just ended is passed over for the next.
    private async Task<Socket?> ConnectAsync()
    {
        var targets = Targets;
        uint first = Interlocked.Increment(ref _next);
        for (int tried = 0; tried < targets.Length; tried++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(targets[(first + tried) % targets.Length]);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    // Whoever has said all may still listen.
    private static async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // One side broke off: the other is told so by the end of both.
            from.Socket.Dispose();
            to.Socket.Dispose();
        }
    }
}
