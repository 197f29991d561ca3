namespace Argus.Inference.Sessions.Graphs;

/// <summary>An ONNX file opened for editing: nodes and weights as lists, all else kept as it was read.</summary>
internal sealed class OnnxModel
{
    private const int GraphField = 7, OpsetField = 8, NodeField = 1, InitializerField = 5, InputField = 11, OutputField = 12, ShapeField = 13;
    private readonly ProtoMessage _model;
    private readonly ProtoMessage _graph;

    /// <exception cref="InvalidDataException">The bytes are no ONNX file.</exception>
    public OnnxModel(ReadOnlyMemory<byte> bytes)
    {
        _model = ProtoMessage.Parse(bytes);
        _graph = _model.Messages(GraphField).FirstOrDefault() ?? throw new InvalidDataException("The file holds no graph.");
        Nodes = [.. _graph.Messages(NodeField).Select(m => new OnnxNode(m))];
        Weights = _graph[InitializerField].Select(f => new OnnxWeight(f.Bytes)).ToDictionary(w => w.Name);
        Outputs = [.. _graph.Messages(OutputField).Select(m => m.Text(1))];
        Opset = _model.Messages(OpsetField).Where(o => o.Text(1) is "" or "ai.onnx").Select(o => o.Integers(2)[0]).FirstOrDefault();
    }

    /// <summary>Version of the standard operations.</summary>
    public long Opset { get; }

    public List<OnnxNode> Nodes { get; }

    public Dictionary<string, OnnxWeight> Weights { get; }

    /// <summary>Names of the outputs in graph order.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The nodes that read a tensor.</summary>
    public IEnumerable<OnnxNode> ReadersOf(string tensor) => Nodes.Where(n => n.Inputs.Contains(tensor));

    /// <summary>The only node that reads a tensor, or null where there are more, or where it leaves the graph.</summary>
    public OnnxNode? OnlyReaderOf(string tensor) =>
        !Outputs.Contains(tensor) && ReadersOf(tensor).ToArray() is [var reader] ? reader : null;

    /// <summary>Whether every input has one size, rows aside.</summary>
    public bool HasFixedInputs => _graph.Messages(InputField).Where(i => !Weights.ContainsKey(i.Text(1))).All(input =>
        Dimensions(input).Skip(1).All(d => d.Integers(1) is [> 0]));

    public void Add(OnnxWeight weight) => Weights.Add(weight.Name, weight);

    /// <summary>Drops the weights that no node reads any more.</summary>
    public void ForgetUnusedWeights()
    {
        HashSet<string> used = [.. Nodes.SelectMany(n => n.Inputs), .. Outputs];
        HashSet<string> unused = [.. Weights.Keys.Where(k => !used.Contains(k))];
        foreach (string name in unused)
            Weights.Remove(name);
        // Up to IR 3 every weight is declared as an input too: without the weight the caller would have to give it.
        ProtoMessage[] inputs = [.. _graph.Messages(InputField).Where(i => !unused.Contains(i.Text(1)))];
        _graph.Remove(InputField);
        foreach (var input in inputs)
            _graph.Add(InputField, input);
    }

    /// <summary>
    /// Forgets the sizes declared for one picture of one size: those of tensors between the nodes, and the first of each input and output.
    /// ONNX Runtime would refuse more pictures, and warn in every run of another size.
    /// </summary>
    public void ForgetShapes()
    {
        _graph.Remove(ShapeField);
        foreach (int field in (int[])[InputField, OutputField])
        {
            ProtoMessage[] values = [.. _graph.Messages(field)];
            _graph.Remove(field);
            foreach (var value in values)
                _graph.Add(field, FreeFirst(value, [2, 1, 2]));
        }
    }

    public byte[] ToBytes()
    {
        _graph.Remove(NodeField).Remove(InitializerField);
        foreach (var node in Nodes)
            _graph.Add(NodeField, node.ToMessage());
        foreach (var weight in Weights.Values)
            _graph.Add(InitializerField, weight.Bytes);
        return _model.Remove(GraphField).Add(GraphField, _graph).ToBytes();
    }

    private static IEnumerable<ProtoMessage> Dimensions(ProtoMessage valueInfo) =>
        valueInfo.Messages(2).SelectMany(type => type.Messages(1)).SelectMany(tensor => tensor.Messages(2)).SelectMany(shape => shape.Messages(1));

    // ValueInfo.type(2) > Type.tensor_type(1) > Tensor.shape(2) > Shape.dim(1); a dimension without a value is free.
    private static ProtoMessage FreeFirst(ProtoMessage message, ReadOnlySpan<int> path)
    {
        if (path is [var next, .. var rest])
        {
            if (message.Messages(next).FirstOrDefault() is { } inner)
                message.Remove(next).Add(next, FreeFirst(inner, rest));
            return message;
        }

        ReadOnlyMemory<byte>[] dimensions = [.. message[1].Select(f => f.Bytes)];
        message.Remove(1);
        for (int i = 0; i < dimensions.Length; i++)
            message.Add(1, i == 0 ? ReadOnlyMemory<byte>.Empty : dimensions[i]);
        return message;
    }
}
