using Argus.SelfTest.Drawing;

namespace Argus.SelfTest.Graphs;

/// <summary>Vectors by a fixed random projection of a coarse grid of the picture: pictures that look alike lie close together.</summary>
internal static class ProjectionGraph
{
    // Large enough that a picture equal to the mean has a direction, small beside what tells pictures apart.
    private const double Bias = 0.02;

    /// <summary>128 values from a 112 x 112 crop, normalised by 127.5 and 127.5; what all drawn faces have in common is taken away.</summary>
    public static byte[] Recognizer()
    {
        const int side = 112, cell = 16;
        return Build("drawn-face-recognizer", "embedding", side, cell, 128, 112, MeanFace(side, cell));
    }

    /// <summary>512 values from a 224 x 224 picture, normalised as CLIP does.</summary>
    public static byte[] Encoder() => Build("picture-encoder", "image_embeds", 224, 32, 512, 224, new double[7 * 7 * 3]);

    private static byte[] Build(string name, string output, int side, int cell, int dimension, ulong seed, double[] mean)
    {
        var random = new SplitMix(seed);
        sbyte[] weights = new sbyte[dimension * mean.Length];
        float[] bias = new float[dimension];
        for (int row = 0; row < dimension; row++)
        {
            double common = 0;
            for (int column = 0; column < mean.Length; column++)
            {
                weights[row * mean.Length + column] = (sbyte)random.Between(-127, 128);
                common += weights[row * mean.Length + column] * mean[column];
            }

            bias[row] = (float)(random.Between(-Bias, Bias) - common / 127);
        }

        var graph = new OnnxGraph(name);
        graph.Input("input", "batch", 3, side, side);
        graph.Output(output, "batch", dimension);
        string pooled = graph.Node("AveragePool", ["input"], OnnxGraph.Ints("kernel_shape", cell, cell), OnnxGraph.Ints("strides", cell, cell));
        string grid = graph.Node("Reshape", [pooled, graph.Longs(-1, mean.Length)]);
        string matrix = graph.Node("Cast", [graph.Bytes(weights, dimension, mean.Length)], ("to", 1));
        string scaled = graph.Node("Mul", [matrix, graph.Floats([1f / 127])]);
        graph.NodeInto(output, "Gemm", [grid, scaled, graph.Floats(bias, dimension)], ("transB", 1));
        return graph.ToBytes();
    }

    // Mean of the pooled grid over many looks, each face where the ArcFace template has it.
    private static double[] MeanFace(int side, int cell)
    {
        const int looks = 64;
        int cells = side / cell;
        double[] mean = new double[3 * cells * cells];
        for (int seed = 0; seed < looks; seed++)
        {
            var canvas = new Canvas(side, side, new Rgb(190, 225, 245));
            var look = FaceLook.FromSeed(seed);
            // Height that brings the eyes to the template's distance of 35.2, and the place that brings them to its row.
            double height = 35.2 / (2 * look.EyeSpread);
            new DrawnFace(56, 51.6 + 0.08 * height, height, look).Draw(canvas);
            for (int i = 0; i < canvas.Pixels.Length; i++)
            {
                int pixel = i / 3, block = pixel / side / cell * cells + pixel % side / cell;
                mean[i % 3 * cells * cells + block] += (canvas.Pixels[i] - 127.5) / 127.5 / (cell * cell * looks);
            }
        }

        return mean;
    }
}
