using Argus.Inference.Faces;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Inference.Tests.Faces;

public class SuppressionTests
{
    private static readonly Gen<Candidate[]> Candidates = Gen.Choose(0, 40).SelectMany(count => Gen.Choose(0, 400).ArrayOf(5 * count).Select(v =>
        Enumerable.Range(0, count).Select(i => new Candidate(new Box(v[5 * i], v[5 * i + 1], v[5 * i] + v[5 * i + 2], v[5 * i + 1] + v[5 * i + 3]), default, v[5 * i + 4] / 400f, i)).ToArray()));

    [Fact]
    public void Run_AnyBoxes_KeepsNoPairAboveTheThresholdAndDropsNoneWithoutABetterOne()
    {
        Prop.ForAll(Candidates.ToArbitrary(), all =>
        {
            var kept = all.ToList();
            Suppression.Run(kept, 0.4f, OverlapRule.PicturePlusOne);
            bool apart = kept.All(a => kept.All(b => a == b || Suppression.Overlap(a.Box, b.Box, OverlapRule.PicturePlusOne) <= 0.4f));
            bool justified = all.Where(c => c.IsBox).Except(kept).All(d => kept.Exists(k => k.CompareTo(d) < 0 && Suppression.Overlap(k.Box, d.Box, OverlapRule.PicturePlusOne) > 0.4f));
            return apart && justified && kept.All(k => k.IsBox);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Run_AnyOrder_GivesTheSameFaces()
    {
        Prop.ForAll(Candidates.ToArbitrary(), all =>
        {
            var forward = all.ToList();
            var backward = all.Reverse().ToList();
            Suppression.Run(forward, 0.4f, OverlapRule.Canvas);
            Suppression.Run(backward, 0.4f, OverlapRule.Canvas);
            return forward.SequenceEqual(backward);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e30f)]
    public void Run_ValueThatIsNone_DropsItsRowAlone(float value)
    {
        var good = new Candidate(new Box(10, 10, 20, 20), default, 0.6f, 99);
        var bad = good with { Score = 0.9f };
        var all = new List<Candidate>
        {
            bad with { Box = bad.Box with { X1 = value } },
            bad with { Box = bad.Box with { Y1 = value } },
            good,
            bad with { Box = bad.Box with { X2 = value } },
            bad with { Box = bad.Box with { Y2 = value } },
            bad with { Points = bad.Points with { LeftEye = new Point(value, 0) } },
            bad with { Points = bad.Points with { RightMouth = new Point(0, value) } },
        };
        if (!float.IsFinite(value))
            all.Insert(0, good with { Score = value });
        Suppression.Run(all, 0.4f, OverlapRule.PicturePlusOne);
        Assert.Equal([good], all);
    }

    [Theory]
    [InlineData(10, 10, 10, 20)]
    [InlineData(10, 10, 20, 10)]
    [InlineData(20, 10, 10, 20)]
    [InlineData(10, 20, 20, 10)]
    public void Run_BoxWithoutArea_IsDropped(float x1, float y1, float x2, float y2)
    {
        var all = new List<Candidate> { new(new Box(x1, y1, x2, y2), default, 0.9f, 0) };
        Suppression.Run(all, 0.4f, OverlapRule.CanvasIntegers);
        Assert.Empty(all);
    }

    [Fact]
    public void Run_MoreThanTopK_ComparesOnlyTheBest()
    {
        var all = Enumerable.Range(0, Suppression.TopK + 100).Select(i => new Candidate(new Box(i * 3, 0, i * 3 + 1, 1), default, i / 10000f, i)).ToList();
        Suppression.Run(all, 0.4f, OverlapRule.Canvas);
        Assert.Equal(Suppression.TopK, all.Count);
        Assert.Equal((Suppression.TopK + 99) / 10000f, all[0].Score);
    }

    [Fact]
    public void Overlap_PlusOne_CountsAPixelMore()
    {
        var a = new Box(0, 0, 9, 9);
        Assert.Equal(1, Suppression.Overlap(a, a, OverlapRule.PicturePlusOne));
        Assert.Equal(10f / 190, Suppression.Overlap(a, new Box(9, 0, 18, 9), OverlapRule.PicturePlusOne), 1e-6f);
        Assert.Equal(0, Suppression.Overlap(a, new Box(9, 0, 18, 9), OverlapRule.Canvas));
    }

    [Fact]
    public void Overlap_Integers_Truncates()
    {
        float overlap = Suppression.Overlap(new Box(0.9f, 0.9f, 10.8f, 10.8f), new Box(0.1f, 0.1f, 9.9f, 9.9f), OverlapRule.CanvasIntegers);
        Assert.Equal(1, overlap);
    }
}
