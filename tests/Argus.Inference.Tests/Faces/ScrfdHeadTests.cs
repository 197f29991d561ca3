using Argus.Inference.Faces;
using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Faces;

/// <summary>The four layouts of SCRFD, on outputs made up row by row.</summary>
public sealed class ScrfdHeadTests
{
    [Theory]
    [InlineData(6, 3, 2, false)]
    [InlineData(9, 3, 2, true)]
    [InlineData(10, 5, 1, false)]
    [InlineData(15, 5, 1, true)]
    public void Decode_EveryRowOfEveryLayout_IsTheCellItStandsFor(int count, int levels, int anchors, bool landmarks)
    {
        // Not square, and 96 is no multiple of strides 64 and 128: the last cells reach out of the canvas.
        const int Width = 224, Height = 96;
        var (outputs, scores, boxes, points) = Layout(count, Width, Height, leadingOne: false);
        int global = 0;
        for (int level = 0; level < levels; level++)
        {
            int stride = 8 << level, columns = (Width + stride - 1) / stride;
            for (int row = 0; row < scores[level].Length; row++, global++)
            {
                scores[level][row] = 0.75f;
                ((ReadOnlySpan<float>)[1, 2, 3, 4]).CopyTo(boxes[level].AsSpan(4 * row));
                if (landmarks)
                    ((ReadOnlySpan<float>)[-1, -2, 1, -2, 0, 0.5f, -1, 2, 1, 2]).CopyTo(points[level].AsSpan(10 * row));

                var head = ScrfdHead.For(count)!;
                var found = Assert.Single(outputs.Decode(head, Width, Height));

                float x = row / anchors % columns * stride, y = row / anchors / columns * stride;
                Assert.Equal(landmarks, head.HasLandmarks);
                Assert.Equal(new Box(x - stride, y - 2 * stride, x + 3 * stride, y + 4 * stride), found.Box);
                Assert.Equal((0.75f, global), (found.Score, found.Row));
                if (landmarks)
                    Assert.Equal(new Landmarks(new(x - stride, y - 2 * stride), new(x + stride, y - 2 * stride), new(x, y + 0.5f * stride), new(x - stride, y + 2 * stride), new(x + stride, y + 2 * stride)), found.Points);
                else
                    Assert.Equal(default, found.Points);
                scores[level][row] = 0;
            }
        }

        Assert.Equal(global, scores.Sum(s => s.Length));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(15)]
    public void Decode_LeadingOne_ReadsTheSame(int count)
    {
        var random = new Random(count);
        var (flat, flatScores, flatBoxes, flatPoints) = Layout(count, 160, 64, leadingOne: false);
        var (batched, scores, boxes, points) = Layout(count, 160, 64, leadingOne: true);
        foreach (var (from, to) in flatScores.Concat(flatBoxes).Concat(flatPoints).Zip(scores.Concat(boxes).Concat(points)))
        {
            for (int i = 0; i < from.Length; i++)
                from[i] = to[i] = random.NextSingle();
        }

        var found = flat.Decode(ScrfdHead.For(count)!, 160, 64);

        Assert.InRange(found.Count, 1, flatScores.Sum(s => s.Length) - 1);
        Assert.Equal(found, batched.Decode(ScrfdHead.For(count)!, 160, 64));
    }

    [Fact]
    public void Decode_ScoreAtTheThreshold_IsKept()
    {
        var (outputs, scores, _, _) = Layout(9, 64, 64, leadingOne: false);
        scores[1][5] = 0.7f;
        scores[1][6] = MathF.BitDecrement(0.7f);

        Assert.Equal(0.7f, Assert.Single(outputs.Decode(ScrfdHead.For(9)!, 64, 64, 0.7f)).Score);
    }

    [Theory]
    [InlineData(64, 96)]
    [InlineData(32, 64)]
    [InlineData(640, 640)]
    public void Decode_OutputsOfAnotherCanvas_SaysWhichOutputIsWrong(int width, int height)
    {
        var (outputs, _, _, _) = Layout(9, 64, 64, leadingOne: false);

        var e = Assert.Throws<ModelLoadException>(() => outputs.Decode(ScrfdHead.For(9)!, width, height));

        Assert.Contains($"Output 0 of the detector is Float [128, 1], not {width / 8 * (height / 8) * 2} rows of 1 floats: not a graph of SCRFD", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "Output 3 of the detector is Float [127, 4], not 128 rows of 4 floats")]
    [InlineData(6, "Output 6 of the detector is Float [127, 10], not 128 rows of 10 floats")]
    public void Decode_FewerBoxesOrPointsThanScores_SaysSo(int output, string words)
    {
        var outputs = new FakeOutputs();
        for (int i = 0; i < 9; i++)
            outputs.Add((128 >> 2 * (i % 3)) - (i == output ? 1 : 0), i < 3 ? 1 : i < 6 ? 4 : 10);

        Assert.Contains(words, Assert.Throws<ModelLoadException>(() => outputs.Decode(ScrfdHead.For(9)!, 64, 64)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void For_OtherCounts_IsNull(int count) => Assert.Null(ScrfdHead.For(count));

    private static (FakeOutputs Outputs, float[][] Scores, float[][] Boxes, float[][] Points) Layout(int count, int width, int height, bool leadingOne)
    {
        bool two = count is 6 or 9;
        int levels = two ? 3 : 5, kinds = count / levels;
        var outputs = new FakeOutputs();
        float[][] Kind(int columns) =>
        [
            .. Enumerable.Range(0, levels).Select(l => 8 << l)
                .Select(stride => outputs.Add((width + stride - 1) / stride * ((height + stride - 1) / stride) * (two ? 2 : 1), columns, leadingOne)),
        ];
        return (outputs, Kind(1), Kind(4), kinds == 3 ? Kind(10) : []);
    }
}
