using System.Net;
using System.Net.Sockets;
using System.Text;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Proxying;

public sealed class SmallBodiesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Post_SmallBody_ReachesThePodTogetherWithItsHead(int length)
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await gateway.ServeAsync(Given.Deployment("faces"), new Argus.Gateway.Routing.Address("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port));

        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string('x', length)));
        content.Headers.ContentType = new("image/jpeg");
        var answer = gateway.Http.PostAsync("/detect", content);
        using var pod = await listener.AcceptSocketAsync();
        byte[] buffer = new byte[64 * 1024];
        string first = Encoding.ASCII.GetString(buffer, 0, await pod.ReceiveAsync(buffer));

        Assert.EndsWith("\r\n\r\n" + new string('x', length), first, StringComparison.Ordinal);
        await pod.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
        using var response = await answer;
        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
    }
}
