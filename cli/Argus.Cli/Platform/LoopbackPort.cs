using System.Net;
using System.Net.Sockets;

namespace Argus.Cli.Platform;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>The port asked for, a free one where that is 0, or null where another program has it.</summary>
    public static int? Find(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
        finally
        {
            listener.Dispose();
        }
    }
}
