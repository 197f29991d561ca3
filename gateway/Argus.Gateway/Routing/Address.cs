namespace Argus.Gateway.Routing;

/// <summary>Where a pod takes requests.</summary>
/// <param name="Host">IP address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct Address(string Host, int Port) : IComparable<Address>
{
    /// <inheritdoc/>
    public int CompareTo(Address other) => string.CompareOrdinal(Host, other.Host) is var order and not 0 ? order : Port.CompareTo(other.Port);

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
