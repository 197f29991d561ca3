using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Argus.Data.Jobs;

/// <summary>Ids of version 7 (RFC 9562) that grow: neighbours in time are neighbours in the database, and jobs of one millisecond keep their order.</summary>
internal sealed class JobIds(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _last;

    public Guid Next()
    {
        // 48 bits of milliseconds, then 12 that count within one: a burst runs ahead of the clock rather than out of order.
        long stamp = time.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        lock (_lock)
            _last = stamp = Math.Max(stamp, _last + 1);
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id[8..]);
        BinaryPrimitives.WriteInt64BigEndian(id, stamp >> 12 << 16 | 0x7000 | stamp & 0xFFF);
        id[8] = (byte)(id[8] & 0x3F | 0x80);
        return new(id, bigEndian: true);
    }
}
