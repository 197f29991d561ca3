using System.Net;
using System.Net.Sockets;

namespace Argus.LocalCluster.Node.Services;

/// <summary>One port of one Service: listens, and carries each connection to one of the targets in turn.</summary>
internal sealed class PortForward : IDisposable
{
    // Where nobody can be taken in, such as for want of descriptors, the next try would fail alike.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Socket _listener;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _stop = new();
    private uint _next;

    /// <param name="listener">Listens already; ends with this.</param>
    /// <param name="targets">Where connections go.</param>
    /// <param name="time">For the rest after a failure.</param>
    /// <param name="tell">Told why callers cannot be taken in.</param>
    public PortForward(Socket listener, IPEndPoint[] targets, TimeProvider time, Action<string> tell)
    {
        (_listener, Targets, _time, _tell) = (listener, targets, time, tell);
        _ = AcceptAsync(_stop.Token);
    }

    /// <summary>Where new connections go; those that are open stay where they are.</summary>
    public IPEndPoint[] Targets { get; set; }

    /// <summary>Null where nothing can listen there, such as on a port below 1024 without the right to it; that is told.</summary>
    public static PortForward? Open(IPEndPoint address, IPEndPoint[] targets, TimeProvider time, Action<string> tell)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen();
            return new PortForward(listener, targets, time, tell);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            tell(error.Message);
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
        try
        {
            while (true)
            {
                if (await TakeAsync(cancel) is { } caller)
                    _ = CarryAsync(caller);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // It listens no more.
        }
    }

    private async Task<Socket?> TakeAsync(CancellationToken cancel)
    {
        try
        {
            return await _listener.AcceptAsync(cancel);
        }
        catch (SocketException error) when (!cancel.IsCancellationRequested)
        {
            var rest = Task.Delay(Rest, _time, cancel);
            _tell(error.Message);
            await rest;
            return null;
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
            Socket? socket = null;
            try
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(targets[(first + tried) % targets.Length]);
                return socket;
            }
            catch (SocketException)
            {
                socket?.Dispose();
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
