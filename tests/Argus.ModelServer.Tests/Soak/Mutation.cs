namespace Argus.ModelServer.Tests.Soak;

/// <summary>Damages bytes as wires, disks and attackers do.</summary>
internal static class Mutation
{
    /// <summary>A copy with 1 to 8 changes, all determined by <paramref name="random"/>.</summary>
    public static byte[] Of(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        for (int change = random.Next(1, 9); change > 0 && bytes.Length > 1; change--)
            bytes = Change(bytes, At(bytes, random), random);
        return bytes;
    }

    // Half of all changes hit the header, where the sizes stand.
    private static int At(byte[] bytes, Random random) => random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 128) : bytes.Length);

    private static byte[] Change(byte[] bytes, int at, Random random)
    {
        int end = Math.Min(bytes.Length, at + random.Next(1, 64));
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes.AsSpan(at..end).Fill((byte)(random.Next(2) * 255));
                return bytes;
            case 3:
                random.NextBytes(bytes.AsSpan(at..end));
                return bytes;
            case 4:
                return [.. bytes[..at], .. bytes[end..]];
            case 5:
                return [.. bytes[..end], .. bytes[at..]];
            default:
                return random.Next(4) == 0 ? bytes[..Math.Max(1, at)] : bytes;
        }
    }
}
