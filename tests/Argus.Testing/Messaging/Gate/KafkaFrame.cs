using System.Buffers.Binary;
using System.Text;

namespace Argus.Testing.Messaging.Gate;

/// <summary>Frames of the Kafka protocol: a length of four bytes, then so many bytes. The first fields of each are big-endian, as all of them.</summary>
internal static class KafkaFrame
{
    public const short Metadata = 3;
    public const short FindCoordinator = 10;
    public const short SaslHandshake = 17;
    public const short ApiVersions = 18;
    public const short CreateTopics = 19;
    public const short SaslAuthenticate = 36;

    private const int Longest = 64 << 20;

    /// <summary>The next frame without its length; null where the other side has hung up.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        byte[] head = new byte[4];
        if (await stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, cancel) < 4)
            return null;
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 4 or > Longest)
            throw new InvalidDataException($"A frame of {length} bytes is none of Kafka.");
        byte[] frame = new byte[length];
        await stream.ReadExactlyAsync(frame, cancel);
        return frame;
    }

    public static async Task WriteAsync(Stream stream, byte[] frame, CancellationToken cancel)
    {
        byte[] all = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(all, frame.Length);
        frame.CopyTo(all, 4);
        await stream.WriteAsync(all, cancel);
        await stream.FlushAsync(cancel);
    }

    /// <summary>An answer to a request.</summary>
    /// <param name="fields">int, short, sbyte, a string (null too) or bytes.</param>
    public static byte[] Answer(int correlation, params object?[] fields)
    {
        using var answer = new MemoryStream();
        foreach (object? field in fields.Prepend(correlation))
            answer.Write(Bytes(field));
        return answer.ToArray();
    }

    private static byte[] Bytes(object? field)
    {
        switch (field)
        {
            case int number:
                byte[] four = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(four, number);
                return four;
            case short number:
                return [(byte)(number >> 8), (byte)number];
            case null:
                return [0xFF, 0xFF];
            case string text:
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                return [.. Bytes((short)utf8.Length), .. utf8];
            case byte[] bytes:
                return [.. Bytes(bytes.Length), .. bytes];
            default:
                throw new ArgumentException($"{field.GetType()} is no field here.");
        }
    }
}
