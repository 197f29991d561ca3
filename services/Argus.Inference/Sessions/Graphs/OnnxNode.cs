namespace Argus.Inference.Sessions.Graphs;

/// <summary>One operation of a graph; inputs and outputs can be changed, the rest is kept as it was read.</summary>
internal sealed class OnnxNode
{
    private readonly ProtoMessage _rest;

    public OnnxNode(ProtoMessage message)
    {
        Inputs = [.. message.Texts(1)];
        Outputs = [.. message.Texts(2)];
        Op = message.Text(4);
        _rest = message.Remove(1).Remove(2);
    }

    public OnnxNode(string op, string[] inputs, string[] outputs)
    {
        (Op, Inputs, Outputs) = (op, [.. inputs], [.. outputs]);
        _rest = new ProtoMessage().Add(3, $"{op}:{outputs[0]}").Add(4, op);
    }

    public string Op { get; }

    public List<string> Inputs { get; }

    public List<string> Outputs { get; }

    /// <summary>Adds an attribute that is a list of integers.</summary>
    public OnnxNode With(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new ProtoMessage().Add(1, name);
        foreach (long value in values)
            attribute.Add(8, value);
        _rest.Add(5, attribute.Add(20, 7));
        return this;
    }

    /// <summary>Adds an attribute that is one integer.</summary>
    public OnnxNode WithNumber(string name, long value)
    {
        _rest.Add(5, new ProtoMessage().Add(1, name).Add(3, value).Add(20, 2));
        return this;
    }

    /// <summary>An attribute that is a list of integers, empty where it is not there.</summary>
    public long[] Integers(string attribute) =>
        _rest.Messages(5).FirstOrDefault(a => a.Text(1) == attribute)?.Integers(8) ?? [];

    /// <summary>An attribute that is one integer.</summary>
    public long Number(string attribute, long otherwise) =>
        _rest.Messages(5).FirstOrDefault(a => a.Text(1) == attribute)?.Integers(3) is [var value] ? value : otherwise;

    /// <summary>A copy for other tensors with the same operation and attributes.</summary>
    public OnnxNode For(string[] inputs, string[] outputs)
    {
        var message = ProtoMessage.Parse(_rest.ToBytes());
        foreach (string input in inputs)
            message.Add(1, input);
        foreach (string output in outputs)
            message.Add(2, output);
        return new OnnxNode(message);
    }

    /// <summary>Whether two operations have the same kind and attributes.</summary>
    public bool SameKind(OnnxNode other) =>
        Op == other.Op && _rest[5].Select(f => f.Bytes).SequenceEqual(other._rest[5].Select(f => f.Bytes), ByteComparer.Instance);

    public ProtoMessage ToMessage()
    {
        var message = new ProtoMessage();
        foreach (string input in Inputs)
            message.Add(1, input);
        foreach (string output in Outputs)
            message.Add(2, output);
        return message.Append(_rest);
    }

    private sealed class ByteComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static ByteComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes) => bytes.Length;
    }
}
