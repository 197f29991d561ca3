using System.Buffers.Binary;
using System.Net;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Gives each pod a loopback address of its own; one that was given back is given out last.</summary>
internal sealed class PodAddresses(IPNetwork network)
{
    private readonly Lock _lock = new();
    private readonly HashSet<uint> _taken = [];
    private uint _next = 1;

    /// <summary>The one asked for, where it is free, or another.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public string Take(string? wanted = null)
    {
        lock (_lock)
        {
            if (wanted is not null && _taken.Add(Number(IPAddress.Parse(wanted))))
                return wanted;
            uint first = Number(network.BaseAddress), size = (uint)(1L << (32 - network.PrefixLength));
            // The first and the last look like a network and a broadcast address.
            for (uint tried = 0; tried < size - 2; tried++)
            {
                uint address = first + _next;
                _next = _next >= size - 2 ? 1 : _next + 1;
                if (_taken.Add(address))
                    return Text(address);
            }

            throw new InvalidOperationException($"All addresses of {network} are taken by pods: delete pods that nobody needs.");
        }
    }

    public void Release(string address)
    {
        lock (_lock)
            _taken.Remove(Number(IPAddress.Parse(address)));
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string Text(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }
}
