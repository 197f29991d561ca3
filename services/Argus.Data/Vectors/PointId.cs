using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Argus.Data.Vectors;

/// <summary>
/// The id of a point: an unsigned integer or a UUID, as in Qdrant. Both are one number of 128 bits here; those below 2^64 are the integers,
/// so that integers come before UUIDs and a UUID whose upper half is zero cannot be one.
/// </summary>
public readonly record struct PointId : IComparable<PointId>
{
    /// <summary>Bytes of <see cref="WriteTo"/>.</summary>
    internal const int Size = 16;

    private readonly UInt128 _value;

    /// <summary>An integer, such as a media store id.</summary>
    public PointId(ulong number) => _value = number;

    /// <summary>A UUID.</summary>
    /// <exception cref="ArgumentException">Its upper half is zero.</exception>
    public PointId(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[Size];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        _value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if (_value <= ulong.MaxValue)
            throw new ArgumentException($"The UUID {uuid} cannot be a point id: its upper half is zero.", nameof(uuid));
    }

    private PointId(UInt128 value) => _value = value;

    /// <summary>The integer; null where it is a UUID.</summary>
    public ulong? Number => _value <= ulong.MaxValue ? (ulong)_value : null;

    /// <summary>All 16 bytes as a UUID; of an integer, with the upper half zero.</summary>
    internal Guid Bits
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            WriteTo(bytes);
            return new Guid(bytes, bigEndian: true);
        }
    }

    /// <summary>The id of a picture's vector: its media store id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static PointId OfMedia(long mediaStoreId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mediaStoreId);
        return new PointId((ulong)mediaStoreId);
    }

    /// <summary>The id of a face's vector: a UUID (version 8) from the SHA-256 of media store id and face index, the same for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static PointId OfFace(long mediaStoreId, int faceIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mediaStoreId);
        ArgumentOutOfRangeException.ThrowIfNegative(faceIndex);
        return Derived(string.Create(CultureInfo.InvariantCulture, $"argus.dev/face/{mediaStoreId}/{faceIndex}"));
    }

    /// <summary>The id of the vector of a track in a video: a UUID (version 8) from the SHA-256 of the job and the track, the same for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The track is negative.</exception>
    public static PointId OfTrack(Guid job, int track)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(track);
        return Derived(string.Create(CultureInfo.InvariantCulture, $"argus.dev/track/{job:D}/{track}"));
    }

    /// <summary>Reads what <see cref="ToString"/> writes: digits, or a UUID with hyphens.</summary>
    public static bool TryParse(string? text, out PointId id)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            id = new PointId(number);
            return true;
        }

        bool isUuid = Guid.TryParseExact(text, "D", out var uuid);
        id = isUuid ? FromBits(uuid) : default;
        return isUuid && id.Number is null;
    }

    public int CompareTo(PointId other) => _value.CompareTo(other._value);

    public static bool operator <(PointId left, PointId right) => left._value < right._value;

    public static bool operator >(PointId left, PointId right) => left._value > right._value;

    public static bool operator <=(PointId left, PointId right) => left._value <= right._value;

    public static bool operator >=(PointId left, PointId right) => left._value >= right._value;

    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : Bits.ToString();

    private static PointId Derived(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new PointId(new Guid(hash[..Size], bigEndian: true));
    }

    internal static PointId FromBits(Guid bits)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bits.TryWriteBytes(bytes, bigEndian: true, out _);
        return ReadFrom(bytes);
    }

    internal static PointId ReadFrom(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    internal void WriteTo(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
}
