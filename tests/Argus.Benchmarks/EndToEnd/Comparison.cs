using Argus.Inference.Models;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>One photo under every load, the loads taken in turn round after round, so that a machine that drifts drifts for all.</summary>
internal static class Comparison
{
    public static PhotoResult Run(ResolvedPack pack, ServerProcess server, string name, byte[] photo, int rounds, TimeSpan each)
    {
        using var bare = new BareLoop(pack, photo);
        Load[] loads = [bare, new EngineLoop(pack, photo), .. new[] { 1, 4, 16 }.Select(n => new HttpLoop(server.Port, server.Id, HttpLoop.Detect(photo), n))];
        try
        {
            foreach (var load in loads)
                load.Run(each / 4);
            var measured = loads.ToDictionary(l => l, _ => new List<Measurement>());
            for (int round = 0; round < rounds; round++)
            {
                foreach (var load in loads)
                    measured[load].Add(load.Run(each));
            }

            var rows = loads.Select(l => Row(l, measured[l], measured[bare], bare.Faces)).ToList();
            return new PhotoResult(name, bare.Faces, bare.Shape, rows);
        }
        finally
        {
            foreach (var load in loads)
                load.Dispose();
        }
    }

    private static LoadResult Row(Load load, List<Measurement> rounds, List<Measurement> limit, int faces)
    {
        var sum = Measurement.Sum(rounds);
        double bareCpu = limit.Sum(r => r.CpuSeconds) / limit.Sum(r => r.Images);
        double[] ratios = [.. rounds.Zip(limit).Where(r => r.Second.Images > 0).Select(r => r.First.PerSecond / r.Second.PerSecond).Order()];
        return new LoadResult
        {
            Load = load.Name,
            ImagesPerSecond = Math.Round(sum.PerSecond, 2),
            FacesPerSecond = Math.Round(sum.PerSecond * faces, 1),
            P50Ms = Math.Round(sum.Percentile(0.50) * 1000, 2),
            P95Ms = Math.Round(sum.Percentile(0.95) * 1000, 2),
            P99Ms = Math.Round(sum.Percentile(0.99) * 1000, 2),
            CpuSecondsPerImage = Math.Round(sum.CpuSeconds / sum.Images, 5),
            CpuRatioToLimit = Math.Round(bareCpu / (sum.CpuSeconds / sum.Images), 3),
            PeakMegabytes = Math.Round(sum.PeakBytes / 1048576.0, 1),
            RatioToLimit = Math.Round(ratios[ratios.Length / 2], 3),
            RatioMin = Math.Round(ratios[0], 3),
            RatioMax = Math.Round(ratios[^1], 3),
        };
    }
}
