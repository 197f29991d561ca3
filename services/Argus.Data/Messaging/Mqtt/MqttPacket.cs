using System.Buffers.Binary;
using System.Text;

namespace Argus.Data.Messaging.Mqtt;

/// <summary>The packets of MQTT 3.1.1 that a publisher with QoS 1 sends and gets (OASIS standard, chapters 2 and 3).</summary>
internal static class MqttPacket
{
    public const byte ConnAck = 0x20;
    public const byte PubAck = 0x40;
    public const byte PingResponse = 0xD0;

    public static readonly byte[] PingRequest = [0xC0, 0];
    public static readonly byte[] Disconnect = [0xE0, 0];

    private const int LongestText = ushort.MaxValue;

    public static byte[] Connect(string clientId, string? username, string? password, TimeSpan keepAlive)
    {
        // A clean session: what was not acknowledged is sent again by the outbox, not by the session.
        byte flags = 0x02;
        flags |= (byte)(username is null ? 0 : 0x80);
        flags |= (byte)(password is null ? 0 : 0x40);
        ushort seconds = (ushort)keepAlive.TotalSeconds;
        List<byte> body = [.. Text("MQTT"), 4, flags, (byte)(seconds >> 8), (byte)seconds, .. Text(clientId)];
        if (username is not null)
            body.AddRange(Text(username));
        if (password is not null)
            body.AddRange(Text(password));
        return [0x10, .. Length(body.Count), .. body];
    }

    /// <summary>A message with QoS 1.</summary>
    public static byte[] Publish(string topic, ushort id, ReadOnlySpan<byte> body)
    {
        byte[] name = Text(topic);
        byte[] length = Length(name.Length + 2 + body.Length);
        byte[] packet = new byte[1 + length.Length + name.Length + 2 + body.Length];
        packet[0] = 0x32;
        length.CopyTo(packet, 1);
        name.CopyTo(packet, 1 + length.Length);
        int at = 1 + length.Length + name.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at), id);
        body.CopyTo(packet.AsSpan(at + 2));
        return packet;
    }

    /// <summary>Reads one packet; its content may have at most 64 bytes, because a publisher gets no longer ones.</summary>
    /// <exception cref="MqttException">The broker breaks the protocol.</exception>
    /// <exception cref="EndOfStreamException">It hung up.</exception>
    public static async Task<(byte Type, byte[] Content)> ReadAsync(Stream stream, CancellationToken cancel)
    {
        byte[] head = new byte[2];
        await stream.ReadExactlyAsync(head, cancel);
        if (head[1] > 64)
            throw new MqttException("the broker sent a packet that no publisher asked for");
        byte[] content = new byte[head[1]];
        await stream.ReadExactlyAsync(content, cancel);
        return (head[0], content);
    }

    /// <summary>Why a topic cannot be published to; null where it can.</summary>
    public static string? FaultOf(string topic) => topic switch
    {
        "" => "the topic is empty",
        _ when topic.AsSpan().ContainsAny('+', '#', '\0') => $"the topic '{topic}' has a wildcard in it",
        _ when Encoding.UTF8.GetByteCount(topic) > LongestText => "the topic is too long",
        _ => null,
    };

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    // Seven bits a byte, the lowest first; the high bit says that more follow.
    private static byte[] Length(int length)
    {
        List<byte> bytes = [];
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. bytes];
    }
}
