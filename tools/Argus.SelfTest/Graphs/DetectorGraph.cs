using Argus.SelfTest.Drawing;

namespace Argus.SelfTest.Graphs;

/// <summary>
/// A detector with SCRFD's contract that finds the drawn face. Two masks, by distance of colour, one of skin and one of ink; their moments in
/// a window around each anchor give centre and size; the score falls with the distance of the centre from the anchor, with a size that is
/// another anchor's, and with a shape or a share of ink that is not the face's. All lengths are in strides, so every level has the same weights.
/// </summary>
internal static class DetectorGraph
{
    // Moments: mass of the skin, its first moments x and y, its second moment x² + y², mass of the ink.
    private const int Moments = 5;

    // Height of the faces that an anchor answers for, in strides, and the side of its window. They overlap, and each stride doubles the last.
    private static readonly (double Least, double Most, int Window)[] Anchors = [(2.6, 6, 10), (5.6, 9, 14)];

    public static byte[] Build()
    {
        var graph = new OnnxGraph("drawn-face-detector");
        graph.Input("input", 1, 3, "height", "width");
        foreach (string output in (ReadOnlySpan<string>)["score", "bbox", "kps"])
        {
            foreach (int stride in (ReadOnlySpan<int>)[8, 16, 32])
                graph.Output($"{output}_{stride}", "rows_" + stride, output switch { "score" => 1, "bbox" => 4, _ => 10 });
        }

        var face = FaceMeasure.Of(new FaceLook());
        string eight = Conv(graph, Masks(graph), CellMoments(8), 2, 8, OnnxGraph.Ints("strides", 8, 8));
        string[] merge = [graph.Floats(MergeMoments(2, 0.5), Moments, Moments, 2, 2)];
        string sixteen = graph.Node("Conv", [eight, .. merge], OnnxGraph.Ints("strides", 2, 2));
        string thirtyTwo = graph.Node("Conv", [sixteen, .. merge], OnnxGraph.Ints("strides", 2, 2));
        var weights = Anchors.Select(a => new AnchorWeights(graph, face, a.Least, a.Most, a.Window)).ToArray();
        foreach (var (stride, level) in new[] { (8, eight), (16, sixteen), (32, thirtyTwo) })
        {
            var heads = weights.Select(w => w.Heads(level)).ToArray();
            Join(graph, $"score_{stride}", 1, heads.Select(h => h.Score));
            Join(graph, $"bbox_{stride}", 4, heads.Select(h => h.Box));
            Join(graph, $"kps_{stride}", 10, heads.Select(h => h.Points));
        }

        return graph.ToBytes();
    }

    /// <summary>Sums of moments over a window of <paramref name="side"/> cells about its middle, for cells <paramref name="scale"/> strides wide.</summary>
    internal static float[] MergeMoments(int side, double scale)
    {
        float[] weights = new float[Moments * Moments * side * side];
        void Set(int to, int from, int cell, double value) => weights[(to * Moments + from) * side * side + cell] = (float)value;
        for (int cell = 0; cell < side * side; cell++)
        {
            double x = (cell % side + 0.5 - side / 2.0) * scale, y = (cell / side + 0.5 - side / 2.0) * scale;
            double area = scale * scale;
            Set(0, 0, cell, area);
            Set(1, 0, cell, area * x);
            Set(1, 1, cell, area * scale);
            Set(2, 0, cell, area * y);
            Set(2, 2, cell, area * scale);
            Set(3, 0, cell, area * (x * x + y * y));
            Set(3, 1, cell, area * scale * 2 * x);
            Set(3, 2, cell, area * scale * 2 * y);
            Set(3, 3, cell, area * scale * scale);
            Set(4, 4, cell, area);
        }

        return weights;
    }

    // 1.5 - distance / (2 * tolerance), between 0 and 1, for the two colours.
    private static string Masks(OnnxGraph graph)
    {
        Rgb[] colors = [DrawnFace.Skin, DrawnFace.Ink];
        float[] copy = new float[6 * 3], offset = new float[6], sum = new float[2 * 6];
        for (int i = 0; i < 6; i++)
        {
            var color = colors[i / 3];
            copy[i * 3 + i % 3] = 1;
            offset[i] = (float)(-((i % 3) switch { 0 => color.R, 1 => color.G, _ => color.B } - 127.5) / 128);
            sum[i / 3 * 6 + i] = (float)(-128 / (2 * FaceMeasure.Tolerance));
        }

        string difference = graph.Node("Conv", ["input", graph.Floats(copy, 6, 3, 1, 1), graph.Floats(offset, 6)]);
        string distance = graph.Node("Abs", [difference]);
        string mask = graph.Node("Conv", [distance, graph.Floats(sum, 2, 6, 1, 1), graph.Floats([1.5f, 1.5f], 2)]);
        return graph.Node("Clip", [mask, graph.Floats([0]), graph.Floats([1])]);
    }

    // Moments of the two masks over cells of side x side pixels, about the middle of the cell.
    private static float[] CellMoments(int side)
    {
        int cells = side * side;
        float[] weights = new float[Moments * 2 * cells];
        for (int cell = 0; cell < cells; cell++)
        {
            double x = (cell % side + 0.5) / side - 0.5, y = (cell / side + 0.5) / side - 0.5;
            double[] moments = [1, x, y, x * x + y * y];
            for (int m = 0; m < moments.Length; m++)
                weights[m * 2 * cells + cell] = (float)(moments[m] / cells);
            weights[(4 * 2 + 1) * cells + cell] = 1f / cells;
        }

        return weights;
    }

    private static string Conv(OnnxGraph graph, string input, float[] weights, int from, int side, params (string, object)[] attributes) =>
        graph.Node("Conv", [input, graph.Floats(weights, weights.Length / (from * side * side), from, side, side)], attributes);

    // Rows by cell, then anchor.
    private static void Join(OnnxGraph graph, string output, int columns, IEnumerable<string> anchors)
    {
        string maps = graph.Node("Concat", [.. anchors], ("axis", 1));
        string rows = graph.Node("Transpose", [maps], OnnxGraph.Ints("perm", 0, 2, 3, 1));
        graph.NodeInto(output, "Reshape", [rows, graph.Longs(-1, columns)]);
    }
}
