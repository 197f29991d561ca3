using System.Text;

namespace Argus.Inference.Sessions.Graphs;

/// <summary>
/// A protobuf message as a list of fields, so that a graph can be edited without its schema: what is not touched is written back as it was.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<ProtoField> _fields = [];

    /// <summary>Reads a message; nested ones stay bytes until asked for.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message.</exception>
    public static ProtoMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        var message = new ProtoMessage();
        int at = 0;
        while (at < bytes.Length)
        {
            ulong key = ReadVarint(bytes.Span, ref at);
            var (number, wire) = ((int)(key >> 3), (int)(key & 7));
            if (wire == 0)
            {
                message._fields.Add(new(number, wire, ReadVarint(bytes.Span, ref at), default));
                continue;
            }

            ulong length = wire switch
            {
                1 => 8,
                2 => ReadVarint(bytes.Span, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"Wire type {wire} at byte {at} is unknown."),
            };
            if (length > (ulong)(bytes.Length - at))
                throw new InvalidDataException($"Field {number} at byte {at} claims {length} bytes of {bytes.Length - at}.");
            message._fields.Add(new(number, wire, 0, bytes.Slice(at, (int)length)));
            at += (int)length;
        }

        return message;
    }

    /// <summary>The fields of one number, in order.</summary>
    public IEnumerable<ProtoField> this[int number] => _fields.Where(f => f.Number == number);

    /// <summary>The nested messages of one number.</summary>
    public IEnumerable<ProtoMessage> Messages(int number) => this[number].Select(f => Parse(f.Bytes));

    /// <summary>The strings of one number.</summary>
    public IEnumerable<string> Texts(int number) => this[number].Select(f => Encoding.UTF8.GetString(f.Bytes.Span));

    /// <summary>The string of a field, or "" where it is not there.</summary>
    public string Text(int number) => Texts(number).FirstOrDefault("");

    /// <summary>The integers of a repeated field, packed or not.</summary>
    public long[] Integers(int number)
    {
        var values = new List<long>();
        foreach (var field in this[number])
        {
            if (field.Wire == 0)
                values.Add((long)field.Value);
            for (int at = 0; field.Wire == 2 && at < field.Bytes.Length;)
                values.Add((long)ReadVarint(field.Bytes.Span, ref at));
        }

        return [.. values];
    }

    public ProtoMessage Add(int number, long value)
    {
        _fields.Add(new(number, 0, (ulong)value, default));
        return this;
    }

    public ProtoMessage Add(int number, ReadOnlyMemory<byte> bytes)
    {
        _fields.Add(new(number, 2, 0, bytes));
        return this;
    }

    public ProtoMessage Add(int number, string text) => Add(number, Encoding.UTF8.GetBytes(text));

    public ProtoMessage Add(int number, ProtoMessage message) => Add(number, message.ToBytes());

    /// <summary>Adds the fields of another message.</summary>
    public ProtoMessage Append(ProtoMessage other)
    {
        _fields.AddRange(other._fields);
        return this;
    }

    /// <summary>Takes every field of a number away.</summary>
    public ProtoMessage Remove(int number)
    {
        _fields.RemoveAll(f => f.Number == number);
        return this;
    }

    public byte[] ToBytes()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(_fields.Sum(f => f.Size));
        int at = 0;
        foreach (var field in _fields)
            field.Write(bytes, ref at);
        return bytes;
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw new InvalidDataException($"The number before byte {at} does not end.");
    }
}
