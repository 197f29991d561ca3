using System.Text;
using System.Text.Json;
using Argus.Contracts.Score;
using Argus.Inference.Score;
using Argus.Testing.Heads;

namespace Argus.Inference.Tests.Score;

public sealed class ScoreHeadTests
{
    private static ScoreHeadFile Good { get; } = new() { ModelDigest = "m", Weights = [2, 0], Bias = 1, Low = -1, High = 3 };

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 100)]
    [InlineData(-1, 0)]
    [InlineData(0.5f, 75)]
    public void Score_Vector_IsWhereItsSumLiesInTheRange(float x, double expected)
    {
        Assert.Null(ScoreHead.Read(Json(Good), "m", 2, out var head));

        Assert.Equal(expected, head!.Score([x, 0.3f]), 4);
    }

    [Fact]
    public void Score_OutsideTheRange_IsCutOff()
    {
        Assert.Null(ScoreHead.Read(Json(Good with { Low = 0.9, High = 1.1 }), "m", 2, out var head));

        Assert.Equal((100, 0), (head!.Score([1, 0]), head.Score([-1, 0])));
    }

    [Fact]
    public void Read_WhatDoesNotFit_IsRefused()
    {
        ScoreHeadFile[] bad = [Good with { ModelDigest = "n" }, Good with { Weights = [1] }, Good with { High = -1 }, Good with { Version = 2 }, Good with { Weights = null! }, Good with { Low = double.MinValue, High = double.MaxValue }];

        Assert.All(bad, file => Assert.NotNull(ScoreHead.Read(Json(file), "m", 2, out _)));
        Assert.All((string[])["", "null", "[]", "{}", "x"], text => Assert.NotNull(ScoreHead.Read(Encoding.UTF8.GetBytes(text), "m", 2, out _)));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(100, 100)]
    [InlineData(-100, 0)]
    [InlineData(1.0986123f, 75)]
    public void Score_ByAGraph_IsWhatItComputes(float x, double expected)
    {
        Assert.Null(ScoreHead.Read(Json(Graph(ScoreGraph.Sigmoid(1, 0))), "m", 2, out var head));

        using (head)
            Assert.Equal(expected, head!.Score([x, 0.3f]), 3);
    }

    [Fact]
    public void Score_ByAGraphThatGivesNoNumber_IsNone()
    {
        Assert.Null(ScoreHead.Read(Json(Graph(ScoreGraph.Log(1, 0))), "m", 2, out var head));

        using (head)
            Assert.Equal((double.NaN, 0), (head!.Score([-1, 0]), head.Score([1, 0])));
    }

    [Fact]
    public async Task Score_ByManyAtOnce_IsEachOnesOwn()
    {
        Assert.Null(ScoreHead.Read(Json(Graph(ScoreGraph.Sigmoid(1, 0))), "m", 2, out var head));

        using (head)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            {
                double expected = 100 / (1 + Math.Exp(-i));
                for (int n = 0; n < 200; n++)
                    Assert.Equal(expected, head!.Score([i, 0]), 3);
            })));
        }
    }

    [Fact]
    public void Read_AGraphThatDoesNotFit_IsRefusedWithTheReason()
    {
        (byte[] Graph, string Reason)[] bad =
        [
            (ScoreGraph.Sigmoid(1, 0, 0), "1 x 2"), (ScoreGraph.Several(2, 3), "3 values"), ([], "cannot be used"), (Encoding.UTF8.GetBytes("no graph"), "cannot be used"),
        ];

        Assert.All(bad, one => Assert.Contains(one.Reason, ScoreHead.Read(Json(Graph(one.Graph)), "m", 2, out _)));
        Assert.Contains("either weights or onnx", ScoreHead.Read(Json(Good with { Onnx = ScoreGraph.Sigmoid(1, 0) }), "m", 2, out _));
    }

    private static ScoreHeadFile Graph(byte[] graph) => Good with { Weights = null, Bias = 0, Onnx = graph, Low = 0, High = 1 };

    private static byte[] Json(ScoreHeadFile file) => JsonSerializer.SerializeToUtf8Bytes(file, ScoreJson.Default.ScoreHeadFile);
}
