using System.Net;
using System.Net.Sockets;
using System.Text;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>Callers that send nothing more, or go, hold no place that others need.</summary>
public sealed class SlowCallerTests
{
    private const int Callers = 100;
    private static readonly byte[] Head = Encoding.ASCII.GetBytes($"POST /detect HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: {Bodies.Face.Length}\r\n\r\n");

    [Fact]
    public async Task StalledBodiesAndHeaders_HoldNoOneUpAndAreEnded()
    {
        await using var server = await ServerProcess.StartAsync(RunningServer.SelftestFolder);
        var bodies = await ConnectAsync(server, [.. Head, .. Bodies.Face.AsSpan(0, 10)]);
        var headers = await ConnectAsync(server, "POST /detect HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray());
        var silent = await ConnectAsync(server, []);
        for (int i = 0; i < 20; i++)
            await DetectAsync(server);
        Assert.Equal((0, 0), await server.WorkAsync());

        // The server gives a body five seconds before it must come at 1 KiB/s, and headers ten.
        foreach (string status in await Task.WhenAll(bodies.Select(FirstLineAsync)))
            Assert.StartsWith("HTTP/1.1 408", status);
        foreach (string status in await Task.WhenAll(headers.Select(FirstLineAsync)))
            Assert.StartsWith("HTTP/1.1 408", status);
        Assert.All(silent, s => Assert.False(s.Poll(0, SelectMode.SelectError)));
        await DetectAsync(server);
        foreach (var socket in (Socket[])[.. bodies, .. headers, .. silent])
            socket.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallersThatGoInTheirBody_LeaveNothing(bool reset)
    {
        await using var server = await RunningServer.StartAsync();
        var sockets = await ConnectAsync(server.Address.Port, [.. Head, .. Bodies.Face.AsSpan(0, Bodies.Face.Length / 2)]);
        await UntilAsync(() => server.BodyBytes >= Callers * Bodies.Face.Length);
        foreach (var socket in sockets)
            Leave(socket, reset);
        await AllFreeAsync(server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallersThatGoInTheQueue_LeaveNothing(bool reset)
    {
        await using var server = await RunningServer.StartAsync(o => o with { Work = o.Work with { QueueCapacity = Callers } });
        var occupied = await Occupied.AllAsync(server.Pool);
        var sockets = await ConnectAsync(server.Address.Port, [.. Head, .. Bodies.Face]);
        await UntilAsync(() => server.Pool.QueueLength == Callers);
        foreach (var socket in sockets)
            Leave(socket, reset);
        await UntilAsync(() => server.Pool.QueueLength == 0);
        await occupied.DisposeAsync();
        await AllFreeAsync(server);
    }

    private static async Task AllFreeAsync(RunningServer server)
    {
        await UntilAsync(() => server.BodyBytes == 0 && server.Pool.InFlight == 0);
        using var response = await server.Http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<Socket[]> ConnectAsync(ServerProcess server, byte[] bytes) => ConnectAsync(server.Port, bytes);

    private static Task<Socket[]> ConnectAsync(int port, byte[] bytes) => Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        if (bytes.Length > 0)
            await socket.SendAsync(bytes);
        return socket;
    }));

    private static void Leave(Socket socket, bool reset)
    {
        // With no time to linger, closing sends a reset; else it is the end of what is sent.
        if (reset)
            socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private static async Task DetectAsync(ServerProcess server)
    {
        using var response = await server.Http.PostAsync("/detect", Bodies.Raw(Bodies.Face, "image/png"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> FirstLineAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? "closed";
    }

    /// <summary>Returns when the server has noticed: nothing but its own state tells.</summary>
    private static async Task UntilAsync(Func<bool> noticed)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!noticed())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
