using Argus.Inference.Sessions;
using Argus.Inference.Sessions.Graphs;

namespace Argus.Inference.Tests.Sessions;

/// <summary>Writes small ONNX files: a detector's head, and a network of one vector a row.</summary>
internal static class TinyGraph
{
    private const int Channels = 5;

    /// <summary>Three convolutions of one tensor that end in rows of 2, 8 and 20 values; the second passes a learnt scale.</summary>
    /// <param name="opset">Version of the operations.</param>
    /// <param name="declaredRows">Rows that the outputs claim, right or wrong.</param>
    public static byte[] Head(int opset = 11, int declaredRows = 999)
    {
        var nodes = new List<OnnxNode>();
        var weights = new List<OnnxWeight> { new("scale", [], [1.5f]) };
        var outputs = new List<ProtoMessage>();
        foreach (var (name, channels) in ((string, int)[])[("score", 2), ("box", 8), ("point", 20)])
        {
            weights.Add(new($"{name}.w", [channels, Channels, 3, 3], Noise(channels * Channels * 9)));
            weights.Add(new($"{name}.b", [channels], Noise(channels)));
            weights.Add(new($"{name}.shape", [-1, channels / 2]));
            nodes.Add(new OnnxNode("Conv", ["input", $"{name}.w", $"{name}.b"], [$"{name}.conv"]).With("kernel_shape", 3, 3).With("pads", 1, 1, 1, 1));
            string last = $"{name}.conv";
            if (name == "box")
                nodes.Add(new OnnxNode("Mul", [last, "scale"], [last = "box.scaled"]));
            nodes.Add(new OnnxNode("Transpose", [last], [$"{name}.rows"]).With("perm", 2, 3, 0, 1));
            nodes.Add(new OnnxNode("Reshape", [$"{name}.rows", $"{name}.shape"], [name]));
            outputs.Add(Tensor(name, declaredRows, channels / 2));
        }

        return Model(opset, nodes, weights, Tensor("input", 1, Channels, -1, -1), outputs);
    }

    /// <summary>Multiplies rows of <paramref name="length"/> values by a matrix.</summary>
    public static byte[] Projection(int length, int vector) => Model(
        11,
        [new OnnxNode("MatMul", ["input", "matrix"], ["vector"])],
        [new OnnxWeight("matrix", [length, vector], Noise(length * vector))],
        Tensor("input", -1, length),
        [Tensor("vector", -1, vector)]);

    /// <summary>Writes a graph to a file that is gone with the folder.</summary>
    public static string Save(this DirectoryInfo folder, byte[] graph)
    {
        string path = Path.Combine(folder.FullName, $"{Guid.NewGuid():n}.onnx");
        File.WriteAllBytes(path, graph);
        return path;
    }

    private static float[] Noise(int count) => [.. WarmInput.Synthetic(1, count).Values];

    private static byte[] Model(int opset, List<OnnxNode> nodes, List<OnnxWeight> weights, ProtoMessage input, List<ProtoMessage> outputs)
    {
        var graph = new ProtoMessage();
        foreach (var node in nodes)
            graph.Add(1, node.ToMessage());
        graph.Add(2, "tiny");
        foreach (var weight in weights)
            graph.Add(5, weight.Bytes);
        graph.Add(11, input);
        foreach (var output in outputs)
            graph.Add(12, output);
        return new ProtoMessage().Add(1, 7).Add(8, new ProtoMessage().Add(2, opset)).Add(7, graph).ToBytes();
    }

    private static ProtoMessage Tensor(string name, params int[] shape)
    {
        var dimensions = new ProtoMessage();
        foreach (int size in shape)
            dimensions.Add(1, size < 0 ? new ProtoMessage() : new ProtoMessage().Add(1, size));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, 1).Add(2, dimensions)));
    }
}
