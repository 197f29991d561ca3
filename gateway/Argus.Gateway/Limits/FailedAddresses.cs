using System.Collections.Concurrent;
using System.Net;

namespace Argus.Gateway.Limits;

/// <summary>
/// Addresses whose keys fail again and again. Only failures are counted and only failures are refused for it: whoever shares an address with an attacker and has a good key notices nothing.
/// </summary>
/// <param name="perMinute">Failures that each address has in a minute.</param>
/// <param name="most">Addresses remembered at once.</param>
/// <param name="time">Clock.</param>
internal sealed class FailedAddresses(int perMinute, int most, TimeProvider time)
{
    private readonly ConcurrentDictionary<UInt128, RateGate> _addresses = [];
    private readonly RateGate _others = new(perMinute / 60.0, perMinute, time);

    /// <summary>Addresses remembered now.</summary>
    public int Count => _addresses.Count;

    /// <summary>A key from there has failed.</summary>
    /// <param name="address">Of the caller.</param>
    /// <param name="wait">Where there were too many: when the next may fail.</param>
    /// <returns>False where there were too many.</returns>
    public bool TryFail(IPAddress? address, out TimeSpan wait) => GateOf(address).TryPass(out wait);

    private RateGate GateOf(IPAddress? address)
    {
        var key = KeyOf(address);
        if (_addresses.TryGetValue(key, out var known))
            return known;
        if (_addresses.Count >= most)
            Sweep();
        // An attack from everywhere at once: the newcomers share what one has.
        return _addresses.Count >= most ? _others : _addresses.GetOrAdd(key, _ => new RateGate(perMinute / 60.0, perMinute, time));
    }

    private void Sweep()
    {
        // While the attack lasts there is nothing to sweep, and looking for it would be the attacker's work done.
        if (!_others.IsRested)
            return;
        foreach (var (key, gate) in _addresses)
        {
            if (gate.IsRested)
                _addresses.TryRemove(key, out _);
        }
    }

    // Of IPv6 one subscriber has 64 bits and more to choose from.
    private static UInt128 KeyOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out int length))
            return 0;
        if (length == 4)
            return BitConverter.ToUInt32(bytes);
        if (address.IsIPv4MappedToIPv6)
            return BitConverter.ToUInt32(bytes[12..]);
        return new UInt128(BitConverter.ToUInt64(bytes), ulong.MaxValue);
    }
}
