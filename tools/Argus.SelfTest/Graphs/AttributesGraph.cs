namespace Argus.SelfTest.Graphs;

/// <summary>
/// The genderage contract: female logit, male logit, age/100, from the colour of the hair over the forehead. Redder hair reads as female,
/// bluer as male, brighter as older: it proves the wiring and means nothing.
/// </summary>
internal static class AttributesGraph
{
    private const int Cell = 8, Cells = 12;

    public static byte[] Build()
    {
        var graph = new OnnxGraph("drawn-face-attributes");
        graph.Input("input", "batch", 3, Cells * Cell, Cells * Cell);
        graph.Output("attributes", "batch", 3);
        float[] weights = new float[3 * 3 * Cells * Cells];
        // In a box crop of 1.5 heights the hair over the middle of the forehead is in the third row, columns six and seven.
        foreach (int cell in (ReadOnlySpan<int>)[2 * Cells + 5, 2 * Cells + 6])
        {
            void Set(int output, int channel, double perUnit) => weights[(output * 3 + channel) * Cells * Cells + cell] = (float)(perUnit / 2);
            Set(0, 0, 1 / 32.0);
            Set(0, 2, -1 / 32.0);
            Set(1, 0, -1 / 32.0);
            Set(1, 2, 1 / 32.0);
            for (int channel = 0; channel < 3; channel++)
                Set(2, channel, 0.9 / 255 / 3);
        }

        string pooled = graph.Node("AveragePool", ["input"], OnnxGraph.Ints("kernel_shape", Cell, Cell), OnnxGraph.Ints("strides", Cell, Cell));
        string map = graph.Node("Conv", [pooled, graph.Floats(weights, 3, 3, Cells, Cells), graph.Floats([0, 0, 0.05f], 3)]);
        graph.NodeInto("attributes", "Reshape", [map, graph.Longs(-1, 3)]);
        return graph.ToBytes();
    }
}
