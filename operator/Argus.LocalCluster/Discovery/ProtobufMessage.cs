using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>Writes the fields of a protobuf message that are texts or messages.</summary>
internal sealed class ProtobufMessage
{
    private const int LengthDelimited = 2;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes a text; nothing where there is none.</summary>
    public ProtobufMessage Text(int number, JsonNode? value) => value is null ? this : Text(number, value.ToString());

    public ProtobufMessage Text(int number, string value)
    {
        Field(number, Encoding.UTF8.GetBytes(value));
        return this;
    }

    public ProtobufMessage Message(int number, ProtobufMessage value)
    {
        Field(number, value._bytes.WrittenSpan);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Field(int number, ReadOnlySpan<byte> value)
    {
        Number((number << 3) | LengthDelimited);
        Number(value.Length);
        _bytes.Write(value);
    }

    // Seven bits at a time, the lowest first; the eighth says that more follow.
    private void Number(int value)
    {
        var bytes = _bytes.GetSpan(5);
        int count = 0;
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            bytes[count++] = (byte)(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            if (rest <= 0x7f)
                break;
        }
        _bytes.Advance(count);
    }
}
