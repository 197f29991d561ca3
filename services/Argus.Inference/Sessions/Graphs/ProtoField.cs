namespace Argus.Inference.Sessions.Graphs;

/// <summary>One field of a protobuf message as it stands on the wire.</summary>
/// <param name="Number">Field number of the schema.</param>
/// <param name="Wire">Wire type: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.</param>
/// <param name="Value">The value of a varint.</param>
/// <param name="Bytes">The payload of every other wire type.</param>
internal readonly record struct ProtoField(int Number, int Wire, ulong Value, ReadOnlyMemory<byte> Bytes);
