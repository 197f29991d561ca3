using Argus.SelfTest.Graphs;

namespace Argus.Testing.Heads;

/// <summary>Graphs over face vectors, small enough to be made on the spot.</summary>
public static class ScoreGraph
{
    /// <summary>The sigmoid of a weighted sum: no linear head can do that.</summary>
    /// <param name="weights">One a value of the vector.</param>
    public static byte[] Sigmoid(params float[] weights) => Make(weights, 1, "Sigmoid");

    /// <summary>As many values as there are outputs, which is too many for a score.</summary>
    public static byte[] Several(int dimension, int outputs) => Make(new float[dimension * outputs], outputs, "Sigmoid");

    /// <summary>The logarithm of a weighted sum: no number below zero.</summary>
    public static byte[] Log(params float[] weights) => Make(weights, 1, "Log");

    private static byte[] Make(float[] weights, int outputs, string last)
    {
        int dimension = weights.Length / outputs;
        var graph = new OnnxGraph("score");
        graph.Input("vector", "batch", dimension);
        graph.Output("score", "batch", outputs);
        graph.NodeInto("score", last, [graph.Node("MatMul", ["vector", graph.Floats(weights, dimension, outputs)])]);
        return graph.ToBytes();
    }
}
