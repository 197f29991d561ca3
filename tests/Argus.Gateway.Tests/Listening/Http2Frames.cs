using System.Buffers.Binary;
using System.Text;

namespace Argus.Gateway.Tests.Listening;

/// <summary>HTTP/2 by hand: what no client would send.</summary>
internal static class Http2Frames
{
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;
    public const byte Continuation = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    /// <summary>First byte of an answer's headers where its status is 400.</summary>
    public const byte BadRequest = 0x8c;

    /// <summary>How a connection begins.</summary>
    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>Headers without compression.</summary>
    public static byte[] Fields(params (string Name, string Value)[] fields)
    {
        var bytes = new List<byte>();
        foreach (var (name, value) in fields)
        {
            bytes.Add(0);
            Text(bytes, name);
            Text(bytes, value);
        }

        return [.. bytes];
    }

    /// <summary>A request for a path, with further fields.</summary>
    public static byte[] Get(string path, params (string Name, string Value)[] more) =>
        Fields([(":method", "GET"), (":scheme", "http"), (":authority", "x"), (":path", path), .. more]);

    private static void Text(List<byte> bytes, string text)
    {
        // Shorter than what needs more than one byte for its length.
        bytes.Add(checked((byte)Math.Min(text.Length, 126)));
        bytes.AddRange(Encoding.ASCII.GetBytes(text[..Math.Min(text.Length, 126)]));
    }
}
