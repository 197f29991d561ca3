namespace Argus.SelfTest.Graphs;

/// <summary>
/// Vectors by random Fourier features (Rahimi and Recht, 2007) of a coarse grid of the picture: the cosine of two of them is near
/// exp(-d² / (2 * width²)), where d is the distance of the grids. Pictures that look alike lie close together, all others at right angles.
/// </summary>
internal static class ProjectionGraph
{
    private const int Cells = 7, Columns = 3 * Cells * Cells;

    /// <summary>128 values from a 112 x 112 crop, normalised by 127.5 and 127.5; looks only at what the face covers.</summary>
    public static byte[] Recognizer() => Build("drawn-face-recognizer", "embedding", 112, 128, 0.4, CoversFace);

    /// <summary>512 values from a 224 x 224 picture, normalised as CLIP does.</summary>
    public static byte[] Encoder() => Build("picture-encoder", "image_embeds", 224, 512, 6, _ => true);

    private static byte[] Build(string name, string output, int side, int dimension, double width, Func<int, bool> looksAt)
    {
        var random = new SplitMix((ulong)dimension);
        sbyte[] weights = new sbyte[dimension * Columns];
        for (int i = 0; i < weights.Length; i++)
        {
            sbyte weight = (sbyte)random.Between(-127, 128);
            weights[i] = looksAt(i % (Cells * Cells)) ? weight : (sbyte)0;
        }

        float[] phases = new float[dimension];
        for (int i = 0; i < dimension; i++)
            phases[i] = (float)random.Between(-Math.PI, Math.PI);

        var graph = new OnnxGraph(name);
        graph.Input("input", "batch", 3, side, side);
        graph.Output(output, "batch", dimension);
        int cell = side / Cells;
        string pooled = graph.Node("AveragePool", ["input"], OnnxGraph.Ints("kernel_shape", cell, cell), OnnxGraph.Ints("strides", cell, cell));
        string grid = graph.Node("Reshape", [pooled, graph.Longs(-1, Columns)]);
        string matrix = graph.Node("Cast", [graph.Bytes(weights, dimension, Columns)], ("to", 1));
        // Uniform weights have a variance of a third of their range squared.
        string scaled = graph.Node("Mul", [matrix, graph.Floats([(float)(Math.Sqrt(3) / (127 * width))])]);
        string waves = graph.Node("Gemm", [grid, scaled, graph.Floats(phases, dimension)], ("transB", 1));
        graph.NodeInto(output, "Sin", [waves]);
        return graph.ToBytes();
    }

    // The rest of an aligned crop shows what is behind the face.
    private static bool CoversFace(int cell)
    {
        int row = cell / Cells, fromMiddle = Math.Abs(cell % Cells - Cells / 2);
        return fromMiddle <= (row is >= 1 and <= 3 ? 2 : 1);
    }
}
