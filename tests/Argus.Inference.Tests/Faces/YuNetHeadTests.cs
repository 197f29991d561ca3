using Argus.Inference.Faces;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Tests.Faces;

/// <summary>YuNet's rows, on outputs made up row by row.</summary>
public sealed class YuNetHeadTests
{
    /// <summary>All outputs in the order in which they are published.</summary>
    internal static readonly string[] Names = [.. ((string[])["cls", "obj", "bbox", "kps"]).SelectMany(kind => ((int[])[8, 16, 32]).Select(stride => $"{kind}_{stride}"))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_NamesInAnyOrder_EveryRowIsTheCellItStandsFor(int seed)
    {
        const int Width = 96, Height = 160;
        string[] order = [.. Names];
        if (seed > 0)
            new Random(seed).Shuffle(order);
        var (head, outputs, tensors) = Graph(order, Width, Height);
        int global = 0;
        foreach (int stride in (int[])[8, 16, 32])
        {
            int columns = Width / stride;
            for (int row = 0; row < columns * Height / stride; row++, global++)
            {
                (tensors[$"cls_{stride}"][row], tensors[$"obj_{stride}"][row]) = (0.81f, 0.64f);
                ((ReadOnlySpan<float>)[0.25f, 0.5f, MathF.Log(2), MathF.Log(4)]).CopyTo(tensors[$"bbox_{stride}"].AsSpan(4 * row));
                ((ReadOnlySpan<float>)[-1, -2, 1, -2, 0, 0.5f, -1, 2, 1, 2]).CopyTo(tensors[$"kps_{stride}"].AsSpan(10 * row));

                var found = Assert.Single(outputs.Decode(head, Width, Height, 0.6f));

                float column = row % columns, line = row / columns, x = (column + 0.25f) * stride, y = (line + 0.5f) * stride;
                Assert.Equal(0.72f, found.Score, 1e-6f);
                Assert.Equal(global, found.Row);
                Assert.Equal([x - stride, y - 2 * stride, x + stride, y + 2 * stride], [found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2], Near);
                Assert.Equal(new Point((column - 1) * stride, (line - 2) * stride), found.Points.LeftEye);
                Assert.Equal(new Point(column * stride, (line + 0.5f) * stride), found.Points.Nose);
                Assert.Equal(new Point((column + 1) * stride, (line + 2) * stride), found.Points.RightMouth);
                tensors[$"cls_{stride}"][row] = 0;
            }
        }
    }

    [Theory]
    [InlineData(0.6f)]
    [InlineData(0.7f)]
    [InlineData(0.9f)]
    public void Decode_ScoresAroundTheThreshold_KeepsWhatTheFormulaKeeps(float threshold)
    {
        var (head, outputs, tensors) = Graph(Names, 640, 640);
        var random = new Random(7);
        var (cls, obj) = (tensors["cls_8"], tensors["obj_8"]);
        float value = threshold * threshold;
        for (int i = 0; i < 8; i++)
            value = MathF.BitDecrement(value);
        // The first rows differ by one bit each, on both sides of the threshold's square.
        for (int row = 0; row < cls.Length; row++, value = MathF.BitIncrement(value))
            (cls[row], obj[row]) = row < 16 ? (value, 1f) : (1.2f * random.NextSingle() - 0.1f, 1.2f * random.NextSingle() - 0.1f);

        var expected = Enumerable.Range(0, cls.Length).Where(r => MathF.Sqrt(Math.Clamp(cls[r], 0, 1) * Math.Clamp(obj[r], 0, 1)) >= threshold).ToArray();

        Assert.NotEmpty(expected);
        Assert.Equal(expected, outputs.Decode(head, 640, 640, threshold).Select(c => c.Row));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Decode_ScoreThatIsNone_IsNoFace(float value)
    {
        var (head, outputs, tensors) = Graph(Names, 64, 64);
        (tensors["cls_8"][0], tensors["obj_8"][0]) = (value, 1);
        (tensors["cls_16"][0], tensors["obj_16"][0]) = (1, value);
        (tensors["cls_32"][0], tensors["obj_32"][0]) = (1, 1);

        Assert.Equal(80, Assert.Single(outputs.Decode(head, 64, 64)).Row);
    }

    [Theory]
    [InlineData("cls_8", 63, 1)]
    [InlineData("obj_16", 15, 1)]
    [InlineData("bbox_32", 3, 4)]
    [InlineData("kps_8", 65, 10)]
    public void Decode_WrongRows_SaysWhichOutputIsWrong(string name, int rows, int width)
    {
        var outputs = new FakeOutputs();
        foreach (string other in Names)
        {
            var (right, columns) = Size(other, 64, 64);
            outputs.Add(other == name ? rows : right, columns);
        }

        var e = Assert.Throws<ModelLoadException>(() => outputs.Decode(Head(Names)!, 64, 64));

        Assert.Contains($"Output {Array.IndexOf(Names, name)} of the detector is Float [{rows}, {width}], not ", e.Message, StringComparison.Ordinal);
        Assert.Contains("YuNet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_AnyNameMissing_IsNull()
    {
        Assert.NotNull(Head(Names));
        foreach (string name in Names)
            Assert.Null(Head([.. Names.Except([name]), "other"]));
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-3f;

    private static YuNetHead? Head(string[] names) => YuNetHead.For([.. names.Select(n => new TensorDescription(n, TensorElementType.Float, [1, -1, -1]))]);

    private static (YuNetHead Head, FakeOutputs Outputs, Dictionary<string, float[]> Tensors) Graph(string[] order, int width, int height)
    {
        var outputs = new FakeOutputs();
        var tensors = new Dictionary<string, float[]>();
        foreach (string name in order)
        {
            var (rows, columns) = Size(name, width, height);
            tensors.Add(name, outputs.Add(rows, columns, leadingOne: true));
        }

        return (Head(order)!, outputs, tensors);
    }

    private static (int Rows, int Columns) Size(string name, int width, int height)
    {
        int stride = int.Parse(name.Split('_')[1]);
        return (width / stride * (height / stride), name[0] switch { 'b' => 4, 'k' => 10, _ => 1 });
    }
}
