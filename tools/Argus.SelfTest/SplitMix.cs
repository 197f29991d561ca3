namespace Argus.SelfTest;

/// <summary>Sebastiano Vigna's SplitMix64: the same numbers for the same seed on every machine and runtime.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from <paramref name="low"/> up to, not including, <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + (high - low) * (Next() >> 11) * (1.0 / (1UL << 53));
}
