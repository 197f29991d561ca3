using System.Runtime.InteropServices;

namespace Argus.Inference.Sessions.Graphs;

/// <summary>A constant tensor of a graph.</summary>
internal sealed class OnnxWeight
{
    private const int Float = 1, Int64 = 7;
    private readonly ProtoMessage _message;

    public OnnxWeight(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        _message = ProtoMessage.Parse(bytes);
        Name = _message.Text(8);
        Shape = _message.Integers(1);
    }

    public OnnxWeight(string name, long[] shape, ReadOnlySpan<float> values)
        : this(Describe(name, shape, Float).Add(9, MemoryMarshal.AsBytes(values).ToArray()).ToBytes())
    {
    }

    public OnnxWeight(string name, ReadOnlySpan<long> values)
        : this(Describe(name, [values.Length], Int64).Add(9, MemoryMarshal.AsBytes(values).ToArray()).ToBytes())
    {
    }

    public string Name { get; }

    public long[] Shape { get; }

    /// <summary>The values, or null where they are not 32-bit floats or lie in another file.</summary>
    public float[]? Floats => Values<float>(Float, typedField: 4);

    /// <summary>The values, or null where they are not 64-bit integers or lie in another file.</summary>
    public long[]? Integers => _message[7].Any() ? _message.Integers(7) : Values<long>(Int64, typedField: 9);

    /// <summary>The tensor as it stands in the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    private T[]? Values<T>(int type, int typedField) where T : unmanaged
    {
        if (_message.Integers(2) is not [var found] || found != type)
            return null;
        var bytes = _message[9].Concat(_message[typedField].Where(f => f.Wire == 2)).Select(f => f.Bytes).FirstOrDefault();
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span);
        return values.Length == Shape.Aggregate(1L, (a, b) => a * b) ? values.ToArray() : null;
    }

    private static ProtoMessage Describe(string name, long[] shape, int type)
    {
        var message = new ProtoMessage();
        foreach (long dimension in shape)
            message.Add(1, dimension);
        return message.Add(2, type).Add(8, name);
    }
}
