using System.Text.Json;
using Argus.Inference.Models;
using Argus.Testing;

namespace Argus.Benchmarks.EndToEnd;

/// <summary><c>./argus bench</c>: the limit, the engine and the server side by side in one run.</summary>
internal static class EndToEndBench
{
    private static readonly string[] Photos = ["phone_exif6.jpg", "t1.jpg", "group19.jpg"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(bool json, int rounds, TimeSpan each)
    {
        if (TestData.Root is null)
        {
            Console.Error.WriteLine($"{nameof(Argus)} bench needs the reference models and photos in a folder named shared beside the clone.");
            return 1;
        }

        string manifest = Path.Combine(TestData.Repository, "tests", "packs", "det500m-mobilefacenet.yaml");
        var pack = ReferencePacks.Resolve(manifest);
        using var server = new ServerProcess(manifest);
        double ready = ProcessFigures.ResidentBytes(server.Id) / 1048576.0;
        double idle = await IdlePercentAsync(server.Id);
        var photos = Photos.Select(name =>
        {
            Console.Error.WriteLine($"{name} ...");
            return Comparison.Run(pack, server, name, File.ReadAllBytes(TestData.At("photos", name)), rounds, each);
        }).ToList();
        var result = new BenchResult
        {
            Machine = ProcessorName(),
            Cores = Environment.ProcessorCount,
            Pack = pack.Pack.Name,
            ReadySeconds = Math.Round(server.ReadySeconds, 3),
            ReadyMegabytes = Math.Round(ready, 1),
            ResidentMegabytes = Math.Round(ProcessFigures.ResidentBytes(server.Id) / 1048576.0, 1),
            IdleCpuPercent = idle,
            Photos = photos,
            RecognizerFacesPerSecond = FacesPerSecond(pack, rounds, each),
        };
        Console.WriteLine(json ? JsonSerializer.Serialize(result, Json) : BenchTable.Render(result));
        return 0;
    }

    private static SortedDictionary<int, double> FacesPerSecond(ResolvedPack pack, int rounds, TimeSpan each)
    {
        RowsLoop[] loads = [.. new[] { 1, 2, 4, 16 }.Select(rows => new RowsLoop(pack, rows))];
        var measured = loads.ToDictionary(l => l, _ => new List<Measurement>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (var load in loads)
                measured[load].Add(load.Run(each));
        }

        foreach (var load in loads)
            load.Dispose();
        return new(measured.ToDictionary(m => m.Key.Rows, m => Math.Round(Measurement.Sum(m.Value).PerSecond * m.Key.Rows, 1)));
    }

    private static async Task<double> IdlePercentAsync(int pid)
    {
        const int seconds = 5;
        double before = ProcessFigures.CpuSeconds(pid);
        // What is measured is that nothing happens: there is nothing to wait for but the time itself.
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        return Math.Round((ProcessFigures.CpuSeconds(pid) - before) / seconds * 100, 2);
    }

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
