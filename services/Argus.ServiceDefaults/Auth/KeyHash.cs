using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Argus.ServiceDefaults.Auth;

/// <summary>
/// SHA-256 of the UTF-8 bytes of a key or token. One pass is enough: keys are 256 bits at random, so there is nothing to guess that a slow hash would protect.
/// What is looked up is the hash, never the key: how long that takes tells nothing of a key, for nobody can choose a key by its hash.
/// </summary>
public readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Longest text that is hashed, in characters; headers are not longer.</summary>
    private const int Longest = 16 * 1024;
    private const int OnStack = 512;

    /// <summary>Hashes a text; null where it is too long to be a key.</summary>
    public static KeyHash? Of(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest)
            return null;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most <= OnStack ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> bytes = rented ?? stackalloc byte[OnStack];
        int length = Encoding.UTF8.GetBytes(text, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        if (rented is not null)
        {
            CryptographicOperations.ZeroMemory(bytes[..length]);
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Read(hash);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    public static bool TryParse(string text, out KeyHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length != 2 * bytes.Length || Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
            return false;
        hash = Read(bytes);
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;

    private static KeyHash Read(ReadOnlySpan<byte> bytes)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(bytes);
        return new KeyHash(parts[0], parts[1], parts[2], parts[3]);
    }
}
