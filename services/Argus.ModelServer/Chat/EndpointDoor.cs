using System.Net;
using System.Net.Sockets;

namespace Argus.ModelServer.Chat;

/// <summary>
/// Connects to the server behind a relay, wherever that is but for addresses that no model has: those of one link, where clouds hand out the
/// credentials of the machine, and those of many. Asked with the address that is really connected to: a name can lead elsewhere a moment later.
/// </summary>
internal static class EndpointDoor
{
    // An IPv4 address in disguise: translators (NAT64) turn it into that.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] Closed =
    [
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8"),
        // The metadata of AWS by IPv6, in a range that is private otherwise.
        IPNetwork.Parse("fd00:ec2::/32"),
    ];

    /// <summary>Whether an address may be that of a model.</summary>
    public static bool IsOpen(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (Nat64.Contains(address))
            address = new(address.GetAddressBytes().AsSpan(12));
        return !Closed.Any(network => network.Contains(address));
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">The name leads to such addresses only.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var to = context.DnsEndPoint;
        IPAddress[] addresses = [.. (await Dns.GetHostAddressesAsync(to.Host, cancel)).Where(IsOpen)];
        if (addresses.Length == 0)
            throw new IOException($"{to.Host} leads to a link-local or multicast address, where no model is asked");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
