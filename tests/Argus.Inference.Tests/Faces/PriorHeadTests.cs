using Argus.Inference.Faces;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Tests.Faces;

/// <summary>RetinaFace and Ultra-Light, on outputs made up row by row.</summary>
public sealed class PriorHeadTests
{
    // 64 x 32 pixels: 8 x 4, 4 x 2 and 2 x 1 cells of two priors each.
    private const int RetinaRows = 2 * (32 + 8 + 2);

    // 40 x 30, 20 x 15, 10 x 8 and 5 x 4 cells of three, two, two and three priors.
    private const int UltraLightRows = 4420;

    [Fact]
    public void RetinaFace_ZeroOffsets_AreThePriors()
    {
        var (head, outputs, scores, _, _) = RetinaFace(["boxes", "scores", "points"]);
        for (int row = 0; row < RetinaRows; row++)
            scores[2 * row + 1] = 0.9f;

        var found = outputs.Decode(head, 64, 32);

        Assert.Equal(Enumerable.Range(0, RetinaRows), found.Select(c => c.Row));
        int at = 0;
        foreach (var (step, sizes) in ((int, int[])[])[(8, [16, 32]), (16, [64, 128]), (32, [256, 512])])
        {
            for (int cell = 0; cell < 64 / step * (32 / step); cell++)
            {
                foreach (int size in sizes)
                {
                    float x = (cell % (64 / step) + 0.5f) * step, y = (cell / (64 / step) + 0.5f) * step;
                    Assert.Equal(new Box(x - size / 2f, y - size / 2f, x + size / 2f, y + size / 2f), found[at].Box);
                    Assert.Equal(new Point(x, y), found[at].Points.Nose);
                    at++;
                }
            }
        }
    }

    [Theory]
    [InlineData("scores", "points", "boxes")]
    [InlineData("points", "boxes", "scores")]
    public void RetinaFace_Offsets_CountByTheVariances(params string[] order)
    {
        var (head, outputs, scores, boxes, points) = RetinaFace(order);
        // Step 16, column 2, row 1, the larger prior of 128.
        const int Row = 2 * (32 + 4 + 2) + 1;
        (scores[2 * Row], scores[2 * Row + 1]) = (0.4f, 0.6f);
        ((ReadOnlySpan<float>)[0.5f, -0.25f, 5 * MathF.Log(2), 0]).CopyTo(boxes.AsSpan(4 * Row));
        ((ReadOnlySpan<float>)[0, 0, 0, 0, 0, 0, 0, 0, 1, -1]).CopyTo(points.AsSpan(10 * Row));

        var found = Assert.Single(outputs.Decode(head, 64, 32));

        float x = 40 + 0.5f * 12.8f, y = 24 - 0.25f * 12.8f;
        Assert.Equal([x - 128, y - 64, x + 128, y + 64], [found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2], (a, b) => Math.Abs(a - b) < 1e-3f);
        Assert.Equal((new Point(40, 24), new Point(52.8f, 11.2f)), (found.Points.LeftEye, found.Points.RightMouth));
        Assert.Equal((0.6f, Row), (found.Score, found.Row));
    }

    [Fact]
    public void RetinaFace_ScoreAtTheThreshold_IsKept()
    {
        var (head, outputs, scores, _, _) = RetinaFace(["boxes", "scores", "points"]);
        (scores[1], scores[3]) = (0.7f, MathF.BitDecrement(0.7f));

        Assert.Equal(0, Assert.Single(outputs.Decode(head, 64, 32, 0.7f)).Row);
    }

    [Theory]
    [InlineData(64, 64, "Output 1 of the detector is Float [1, 84, 2], not 168 rows of 2 floats: not a graph of RetinaFace")]
    [InlineData(32, 32, "not 42 rows of 2 floats")]
    public void RetinaFace_OutputsOfAnotherCanvas_SaysSo(int width, int height, string words)
    {
        var (head, outputs, _, _, _) = RetinaFace(["boxes", "scores", "points"]);

        Assert.Contains(words, Assert.Throws<ModelLoadException>(() => outputs.Decode(head, width, height)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UltraLight_Rows_AreCornersInPartsOfTheCanvas()
    {
        var (outputs, scores, boxes) = UltraLight(UltraLightRows);
        (scores[2 * 17 + 1], scores[2 * 4419 + 1], scores[2 * 18 + 1]) = (0.7f, 0.99f, MathF.BitDecrement(0.7f));
        ((ReadOnlySpan<float>)[0.25f, 0.5f, 0.75f, 1]).CopyTo(boxes.AsSpan(4 * 17));
        ((ReadOnlySpan<float>)[-0.1f, 0, 0.5f, 0.125f]).CopyTo(boxes.AsSpan(4 * 4419));

        var found = outputs.Decode(UltraLightHead(), 320, 240, 0.7f);

        Assert.Equal([(0.7f, 17), (0.99f, 4419)], found.Select(c => (c.Score, c.Row)));
        Assert.Equal(new Box(80, 120, 240, 240), found[0].Box);
        Assert.Equal(new Box(-32, 0, 160, 30), found[1].Box);
    }

    [Theory]
    [InlineData(UltraLightRows - 1, 320, 240)]
    [InlineData(UltraLightRows, 640, 480)]
    public void UltraLight_WrongRows_SaysSo(int rows, int width, int height)
    {
        var (outputs, _, _) = UltraLight(rows);

        var e = Assert.Throws<ModelLoadException>(() => outputs.Decode(UltraLightHead(), width, height));

        Assert.Contains("not a graph of Ultra-Light", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_OutputMissing_IsNull()
    {
        TensorDescription scores = Describe("scores", 2), boxes = Describe("boxes", 4), points = Describe("points", 10);
        var scalar = new TensorDescription("count", TensorElementType.Float, []);
        Assert.NotNull(RetinaFaceHead.For([scalar, points, boxes, scores]));
        Assert.Null(RetinaFaceHead.For([points, boxes]));
        Assert.Null(RetinaFaceHead.For([scores, boxes]));
        Assert.NotNull(Inference.Faces.UltraLightHead.For([boxes, scalar, scores]));
        Assert.Null(Inference.Faces.UltraLightHead.For([scores, points]));
        Assert.Null(Inference.Faces.UltraLightHead.For([scalar]));
    }

    private static TensorDescription Describe(string name, int width) => new(name, TensorElementType.Float, [1, -1, width]);

    private static (RetinaFaceHead Head, FakeOutputs Outputs, float[] Scores, float[] Boxes, float[] Points) RetinaFace(string[] order)
    {
        var outputs = new FakeOutputs();
        var widths = new Dictionary<string, int> { ["boxes"] = 4, ["scores"] = 2, ["points"] = 10 };
        var tensors = order.ToDictionary(n => n, n => outputs.Add(RetinaRows, widths[n], leadingOne: true));
        return (RetinaFaceHead.For([.. order.Select(n => Describe(n, widths[n]))])!, outputs, tensors["scores"], tensors["boxes"], tensors["points"]);
    }

    private static UltraLightHead UltraLightHead() => Inference.Faces.UltraLightHead.For([Describe("scores", 2), Describe("boxes", 4)])!;

    private static (FakeOutputs Outputs, float[] Scores, float[] Boxes) UltraLight(int rows)
    {
        var outputs = new FakeOutputs();
        return (outputs, outputs.Add(rows, 2, leadingOne: true), outputs.Add(rows, 4, leadingOne: true));
    }
}
