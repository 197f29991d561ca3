using System.Runtime.InteropServices;
using System.Text;

namespace Argus.SelfTest.Graphs;

/// <summary>
/// An ONNX model under construction, opset 13. Nodes are added in the order in which they run; each gives the name of its output.
/// Field numbers are those of onnx.proto.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    private const int Float = 1, Int8 = 3, Int64 = 7;

    private readonly Message _graph = new();
    private readonly Message _nodes = new();
    private readonly Message _constants = new();
    private int _names;

    public void Input(string input, params object[] shape) => _graph.Add(11, ValueInfo(input, Float, shape));

    /// <summary>An input of whole numbers of 64 bits.</summary>
    public void LongInput(string input, params object[] shape) => _graph.Add(11, ValueInfo(input, Int64, shape));

    public void Output(string output, params object[] shape) => _graph.Add(12, ValueInfo(output, Float, shape));

    /// <summary>An attribute with several whole numbers.</summary>
    public static (string Name, object Value) Ints(string name, params int[] values) => (name, values);

    public string Floats(float[] values, params long[] dims) => Constant(Float, MemoryMarshal.AsBytes<float>(values), dims);

    public string Bytes(sbyte[] values, params long[] dims) => Constant(Int8, MemoryMarshal.AsBytes<sbyte>(values), dims);

    public string Longs(params long[] values) => Constant(Int64, MemoryMarshal.AsBytes<long>(values), [values.Length]);

    /// <summary>Adds a node with one output.</summary>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string output = Fresh();
        NodeInto(output, op, inputs, attributes);
        return output;
    }

    /// <summary>Adds a node whose output has a name of its own.</summary>
    public void NodeInto(string output, string op, string[] inputs, params (string Name, object Value)[] attributes) =>
        NodeInto([output], op, inputs, attributes);

    /// <summary>Adds a node with several outputs.</summary>
    public string[] NodeMany(int outputs, string op, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Fresh())];
        NodeInto(names, op, inputs, attributes);
        return names;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        _graph.Add(2, name);
        return new Message()
            .Add(1, 7)
            .Add(2, "argus-selftest")
            .Add(7, new Message().Append(_nodes).Append(_constants).Append(_graph))
            .Add(8, new Message().Add(1, "").Add(2, 13))
            .ToArray();
    }

    private static Message ValueInfo(string name, int type, object[] shape)
    {
        var dims = new Message();
        foreach (object size in shape)
            dims.Add(1, size is string free ? new Message().Add(2, free) : new Message().Add(1, (int)size));
        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, type).Add(2, dims)));
    }

    private static Message Attribute(string name, object value)
    {
        var attribute = new Message().Add(1, name);
        if (value is int number)
            return attribute.Add(3, number).Add(20, 2);
        foreach (int item in (int[])value)
            attribute.Add(8, item);
        return attribute.Add(20, 7);
    }

    private void NodeInto(string[] outputs, string op, string[] inputs, (string Name, object Value)[] attributes)
    {
        var node = new Message();
        foreach (string input in inputs)
            node.Add(1, input);
        foreach (string output in outputs)
            node.Add(2, output);
        node.Add(4, op);
        foreach (var (key, value) in attributes)
            node.Add(5, Attribute(key, value));
        _nodes.Add(1, node);
    }

    private string Constant(int type, ReadOnlySpan<byte> raw, long[] dims)
    {
        string constant = Fresh();
        var tensor = new Message();
        foreach (long dim in dims)
            tensor.Add(1, dim);
        _constants.Add(5, tensor.Add(2, type).Add(8, constant).Add(9, raw));
        return constant;
    }

    private string Fresh() => $"t{_names++}";

    /// <summary>A protobuf message: tag and value, one field after the other.</summary>
    private sealed class Message
    {
        private readonly List<byte> _bytes = [];

        public Message Add(int field, long value)
        {
            Varint((uint)field << 3);
            Varint((ulong)value);
            return this;
        }

        public Message Add(int field, ReadOnlySpan<byte> value)
        {
            Varint(((uint)field << 3) | 2);
            Varint((ulong)value.Length);
            _bytes.AddRange(value);
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value.ToArray());

        public Message Append(Message fields)
        {
            _bytes.AddRange(fields._bytes);
            return this;
        }

        public byte[] ToArray() => [.. _bytes];

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
                _bytes.Add((byte)(value | 0x80));
            _bytes.Add((byte)value);
        }
    }
}
