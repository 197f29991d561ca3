namespace Argus.LocalCluster.Cel;

/// <summary>Bytes, compared by content.</summary>
internal sealed class CelBytes(byte[] value) : IEquatable<CelBytes>, IComparable<CelBytes>
{
    public ReadOnlySpan<byte> Value => value;

    public bool Equals(CelBytes? other) => other is not null && Value.SequenceEqual(other.Value);

    public override bool Equals(object? obj) => Equals(obj as CelBytes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(value);
        return hash.ToHashCode();
    }

    public int CompareTo(CelBytes? other) => other is null ? 1 : Value.SequenceCompareTo(other.Value);
}
