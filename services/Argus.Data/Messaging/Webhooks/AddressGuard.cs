using System.Net;
using System.Net.Sockets;

namespace Argus.Data.Messaging.Webhooks;

/// <summary>Which addresses are those of the public internet. Asked with the address that is really connected to: a name can lead elsewhere a moment later.</summary>
public static class AddressGuard
{
    // Special-purpose registries of IANA (RFC 6890 and its successors): all that is not globally reachable unicast.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // All of IPv6 that is given out to the internet.
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    // An IPv4 address in disguise: translators (NAT64) turn it into that.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (Nat64.Contains(address))
            address = new(address.GetAddressBytes().AsSpan(12));
        return (address.AddressFamily == AddressFamily.InterNetwork || PublicV6.Contains(address)) && !NotPublic.Any(network => network.Contains(address));
    }
}
