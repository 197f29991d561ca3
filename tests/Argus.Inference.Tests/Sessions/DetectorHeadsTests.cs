using Argus.Inference.Sessions;
using Argus.Inference.Sessions.Graphs;
using Argus.Testing;

namespace Argus.Inference.Tests.Sessions;

public sealed class DetectorHeadsTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Rewrite_Head_JoinsItsConvolutionsAndKeepsTheValues(int opset)
    {
        byte[] graph = TinyGraph.Head(opset);
        var input = WarmInput.Synthetic(1, 5, 8, 6);

        byte[] rewritten = GraphSource.Rewrite(new OnnxModel(graph))!;

        Assert.Single(new OnnxModel(rewritten).Nodes, n => n.Op == "Conv");
        Assert.Single(new OnnxModel(rewritten).Nodes, n => n.Op == "Transpose");
        AssertSame(RawGraph.Run(graph, input), RawGraph.Run(rewritten, input));
    }

    [Fact]
    public void Rewrite_Batched_KeepsTheRowsOfEachPictureTogether()
    {
        byte[] graph = TinyGraph.Head();

        AssertBatchEqualsSingles(graph, 5, 8, 6);
    }

    [DataFact]
    public void HasFixedInputs_MobileFaceNetYesDetectorNo_AsDeclared()
    {
        Assert.True(new OnnxModel(File.ReadAllBytes(TestData.At("models", "mobilefacenet", "mobilefacenet.onnx"))).HasFixedInputs);
        Assert.False(new OnnxModel(File.ReadAllBytes(TestData.At("models", "scrfd", "det_500m.onnx"))).HasFixedInputs);
    }

    [Fact]
    public void Rewrite_GraphWithoutHeads_IsLeftAlone() => Assert.Null(GraphSource.Rewrite(new OnnxModel(TinyGraph.Projection(12, 4))));

    [Fact]
    public void Join_ConvolutionThatOthersReadToo_StaysAlone()
    {
        var model = new OnnxModel(TinyGraph.Head());
        model.Nodes.Add(new OnnxNode("Relu", ["score.conv"], ["elsewhere"]));
        DetectorHeads.PutImagesOutside(model);

        Assert.Equal(1, DetectorHeads.Join(model));
        Assert.Contains(model.Nodes, n => n.Op == "Conv" && n.Outputs[0] == "score.conv");
    }

    [DataTheory]
    [InlineData("det_500m.onnx")]
    [InlineData("det_2.5g.onnx")]
    public void Rewrite_Scrfd_JoinsThreeHeadsAndKeepsTheValues(string file)
    {
        byte[] graph = File.ReadAllBytes(TestData.At("models", "scrfd", file));
        var input = WarmInput.Synthetic(1, 3, 160, 224);

        byte[] rewritten = GraphSource.Rewrite(new OnnxModel(graph))!;

        Assert.Equal(new OnnxModel(graph).Nodes.Count(n => n.Op == "Conv") - 6, new OnnxModel(rewritten).Nodes.Count(n => n.Op == "Conv"));
        AssertSame(RawGraph.Run(graph, input), RawGraph.Run(rewritten, input));
    }

    [DataTheory]
    [InlineData("det_500m.onnx")]
    [InlineData("det_2.5g.onnx")]
    public void Rewrite_ScrfdBatched_EqualsSingleRuns(string file) =>
        AssertBatchEqualsSingles(File.ReadAllBytes(TestData.At("models", "scrfd", file)), 3, 128, 96);

    private static void AssertBatchEqualsSingles(byte[] graph, int channels, int height, int width)
    {
        const int Images = 3;
        var batch = WarmInput.Synthetic(Images, channels, height, width);
        int length = channels * height * width;

        float[][] together = RawGraph.Run(GraphSource.Rewrite(new OnnxModel(graph))!, batch);

        for (int image = 0; image < Images; image++)
        {
            float[][] alone = RawGraph.Run(graph, new WarmInput(batch.Values[(image * length)..((image + 1) * length)], [1, channels, height, width]));
            AssertSame(alone, [.. together.Select(t => t[(image * t.Length / Images)..((image + 1) * t.Length / Images)])]);
        }
    }

    private static void AssertSame(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(RawGraph.LargestDifference(expected[i], actual[i]), 0, 1e-5f);
    }
}
