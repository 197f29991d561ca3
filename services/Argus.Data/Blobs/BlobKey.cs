using System.Text;

namespace Argus.Data.Blobs;

/// <summary>What may be a key: names parted by <c>/</c>, as both a folder and S3 can hold them.</summary>
public static class BlobKey
{
    private const int MaxBytes = 1024;
    private const int MaxPartBytes = 255;

    /// <summary>What is wrong with a key; null where nothing is.</summary>
    public static string? WhyNot(string key)
    {
        if (key.Length == 0)
            return "A key must not be empty.";
        if (key.Any(c => char.IsControl(c) || c == '\\' || char.IsSurrogate(c)))
            return "A key must not hold control characters, backslashes or surrogates.";
        if (Encoding.UTF8.GetByteCount(key) > MaxBytes)
            return $"A key has at most {MaxBytes} bytes.";
        foreach (string part in key.Split('/'))
        {
            if (part is "" or "." or "..")
                return "The parts of a key must not be empty, '.' or '..'.";
            if (Encoding.UTF8.GetByteCount(part) > MaxPartBytes)
                return $"Each part of a key has at most {MaxPartBytes} bytes.";
        }

        return key.StartsWith(".incoming", StringComparison.Ordinal) ? "A key must not begin with '.incoming'." : null;
    }

    /// <summary>Refuses a bad key.</summary>
    /// <exception cref="ArgumentException">It is one; the message says why.</exception>
    public static void Check(string key)
    {
        if (WhyNot(key) is { } why)
            throw new ArgumentException(why, nameof(key));
    }
}
