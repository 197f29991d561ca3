using Argus.Inference.Faces;
using BenchmarkDotNet.Attributes;

namespace Argus.Benchmarks.Micro;

/// <summary>From rows to faces, one thread: 16,800 rows of which a given number pass.</summary>
[MemoryDiagnoser]
public class FaceBenchmarks
{
    private readonly float[] _scores = new float[16800];
    private Candidate[] _candidates = [];

    [Params(6, 100, 1000)]
    public int Passing { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(7);
        for (int i = 0; i < _scores.Length; i++)
            _scores[i] = random.NextSingle() * 0.4f;
        for (int i = 0; i < Passing; i++)
            _scores[random.Next(_scores.Length)] = 0.5f + random.NextSingle() / 2;
        _candidates = [.. Enumerable.Range(0, Passing).Select(i =>
        {
            float x = random.NextSingle() * 600, y = random.NextSingle() * 600, side = 10 + random.NextSingle() * 100;
            return new Candidate(new Box(x, y, x + side, y + side), default, random.NextSingle(), i);
        })];
    }

    [Benchmark]
    public int ScanRows()
    {
        int found = 0;
        for (int row = ScoreScan.Next(_scores, 0, 0.5f); row >= 0; row = ScoreScan.Next(_scores, row + 1, 0.5f))
            found++;
        return found;
    }

    [Benchmark]
    public int SuppressOverlaps()
    {
        var list = new List<Candidate>(_candidates);
        Suppression.Run(list, 0.4f, OverlapRule.PicturePlusOne);
        return list.Count;
    }
}
