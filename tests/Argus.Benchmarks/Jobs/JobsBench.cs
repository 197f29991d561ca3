using Argus.Jobs.Configuration;
using Argus.Testing;

namespace Argus.Benchmarks.Jobs;

/// <summary>The verb <c>jobs</c>.</summary>
internal static class JobsBench
{
    /// <summary>Measures and prints tables (Markdown).</summary>
    /// <param name="stores">sqlite, postgres, postgres+kafka.</param>
    /// <param name="what">throughput, wake, claims, models.</param>
    /// <param name="text">An option of the command line by its name, or what is given for it.</param>
    public static async Task RunAsync(string[] stores, string[] what, Func<string, string, string> text)
    {
        int Number(string name, int otherwise) => int.Parse(text(name, $"{otherwise}"));

        foreach (string one in what)
        {
            if (one == "wake")
                WakeBench.WriteHead();
            foreach (string store in stores)
            {
                await using var place = await JobsPlace.StartAsync(store, Number("--partitions", new JobsOptions().KafkaPartitions));
                await (one switch
                {
                    "throughput" => new ThroughputBench(place, Number("--jobs", 20_000), Number("--callers", 64)).RunAsync(Workers(), Number("--rounds", 3)),
                    "wake" => new WakeBench(place, Number("--wakes", 400)).RunAsync(),
                    "claims" => new ClaimBench(place, Number("--most", 1_000_000)).RunAsync(),
                    "models" => new ModelsBench(place, Number("--rounds", 3), TimeSpan.FromSeconds(Number("--seconds", 4))).RunAsync(text("--pack", Path.Combine(TestData.Repository, "models", "yunet-mobilefacenet", "pack.yaml"))),
                    _ => throw new ArgumentException($"There is nothing named '{one}' to measure: throughput, wake, claims or models."),
                });
                if (one != "wake")
                    Console.WriteLine();
            }
        }

        int?[] Workers() => text("--workers", "") is { Length: > 0 } list ? [.. list.Split(',').Select(n => (int?)int.Parse(n))] : [null];
    }
}
