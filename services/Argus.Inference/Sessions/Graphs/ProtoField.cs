using System.Numerics;

namespace Argus.Inference.Sessions.Graphs;

/// <summary>One field of a protobuf message as it stands on the wire.</summary>
/// <param name="Number">Field number of the schema.</param>
/// <param name="Wire">Wire type: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.</param>
/// <param name="Value">The value of a varint.</param>
/// <param name="Bytes">The payload of every other wire type.</param>
internal sealed record ProtoField(int Number, int Wire, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes on the wire.</summary>
    public int Size => VarintSize(Key) + Bytes.Length + Wire switch
    {
        0 => VarintSize(Value),
        2 => VarintSize((ulong)Bytes.Length),
        _ => 0,
    };

    private ulong Key => ((ulong)(uint)Number << 3) | (uint)Wire;

    public void Write(Span<byte> output, ref int at)
    {
        WriteVarint(output, ref at, Key);
        if (Wire == 0)
            WriteVarint(output, ref at, Value);
        if (Wire == 2)
            WriteVarint(output, ref at, (ulong)Bytes.Length);
        Bytes.Span.CopyTo(output[at..]);
        at += Bytes.Length;
    }

    private static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private static void WriteVarint(Span<byte> output, ref int at, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            output[at++] = (byte)(value | 0x80);
        output[at++] = (byte)value;
    }
}
