using System.Buffers.Binary;
using System.Text;

namespace Argus.Testing.Messaging.Gate;

/// <summary>A request, read field by field.</summary>
internal sealed class KafkaRequest
{
    private readonly byte[] _frame;
    private int _at;

    public KafkaRequest(byte[] frame)
    {
        _frame = frame;
        (Api, Version, Correlation) = (Short(), Short(), Int());
        Text();
    }

    public short Api { get; }

    public short Version { get; }

    public int Correlation { get; }

    public short Short()
    {
        _at += 2;
        return BinaryPrimitives.ReadInt16BigEndian(_frame.AsSpan(_at - 2));
    }

    public int Int()
    {
        _at += 4;
        return BinaryPrimitives.ReadInt32BigEndian(_frame.AsSpan(_at - 4));
    }

    public string? Text()
    {
        int length = Short();
        if (length < 0)
            return null;
        _at += length;
        return Encoding.UTF8.GetString(_frame, _at - length, length);
    }

    public byte[] Bytes()
    {
        int length = Int();
        _at += length;
        return _frame[(_at - length).._at];
    }
}
