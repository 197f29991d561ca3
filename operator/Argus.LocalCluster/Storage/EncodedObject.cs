using System.Buffers.Text;
using System.Text.Json;

namespace Argus.LocalCluster.Storage;

/// <summary>An object as UTF-8 JSON whose resourceVersion can be replaced without parsing it again.</summary>
/// <param name="Bytes">The whole object.</param>
/// <param name="VersionStart">Index of the first digit of metadata.resourceVersion.</param>
/// <param name="VersionLength">How many bytes that version takes.</param>
internal readonly record struct EncodedObject(byte[] Bytes, int VersionStart, int VersionLength)
{
    /// <summary>Finds the version in <paramref name="bytes"/>, which must hold one.</summary>
    public static EncodedObject Locate(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (!Seek(ref reader, "metadata"u8) || reader.TokenType != JsonTokenType.StartObject || !Seek(ref reader, "resourceVersion"u8))
            throw new InvalidDataException("The object has no metadata.resourceVersion.");
        return new EncodedObject(bytes, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    /// <summary>The same object at another version.</summary>
    public byte[] At(long version)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(version, digits, out int length);
        byte[] result = new byte[Bytes.Length - VersionLength + length];
        Bytes.AsSpan(0, VersionStart).CopyTo(result);
        digits[..length].CopyTo(result.AsSpan(VersionStart));
        Bytes.AsSpan(VersionStart + VersionLength).CopyTo(result.AsSpan(VersionStart + length));
        return result;
    }

    // From the start of an object to the value of one of its properties.
    private static bool Seek(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }
        return false;
    }
}
