using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Argus.Gateway.Access;

/// <summary>Proxies before the gateway, such as an ingress: of whom they say that a request came, it came, and by the scheme that they say. Nobody else is believed.</summary>
internal static class TrustedProxies
{
    /// <summary>What an entry may look like.</summary>
    public const string Form = "a network such as 10.244.0.0/16 or fd00::/8, or one address";

    /// <summary>Puts the caller's address, and its scheme, in the place of those of a proxy that is believed; first in the pipeline.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="networks">Where they are; none believes nobody.</param>
    public static void UseTrustedProxies(this IApplicationBuilder app, ImmutableArray<IPNetwork> networks)
    {
        if (networks.IsEmpty)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From the last one back for as long as each is believed: the first that is not is the caller, whatever stands before it.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Reads a network in CIDR notation, or a single address.</summary>
    /// <returns>Null where it is neither, and where it would hold every address: everybody could then claim to be anybody.</returns>
    public static IPNetwork? Read(string text)
    {
        // A lone number would be read as an address too.
        if (!text.Contains('.', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
            return null;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;
    }
}
