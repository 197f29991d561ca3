using Argus.Inference.Faces;

namespace Argus.Inference.Tests.Faces;

public class ScoreScanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1001)]
    public void Next_AllStarts_VisitsExactlyTheRowsAtOrAboveTheThreshold(int length)
    {
        var random = new Random(length);
        float[] scores = [.. Enumerable.Range(0, length).Select(_ => random.Next(10) / 10f)];
        scores[random.Next(length)] = float.NaN;
        var visited = new List<int>();
        for (int row = ScoreScan.Next(scores, 0, 0.5f); row >= 0; row = ScoreScan.Next(scores, row + 1, 0.5f))
            visited.Add(row);
        Assert.Equal(Enumerable.Range(0, length).Where(i => scores[i] >= 0.5f), visited);
    }
}
