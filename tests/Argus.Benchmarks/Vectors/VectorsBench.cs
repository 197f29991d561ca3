using System.Diagnostics;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;

namespace Argus.Benchmarks.Vectors;

/// <summary>Exact search in the embedded store, beside one pass over as many bytes at the machine's own read bandwidth.</summary>
internal static class VectorsBench
{
    private const int Dimension = 512;
    private const int Batch = 4000;
    private const int Searches = 15;

    public static async Task RunAsync(int count)
    {
        int threads = Environment.ProcessorCount;
        Console.WriteLine($"{count:N0} vectors of {Dimension} values, {threads} threads");
        double floatPass = new MemoryPass((long)count * Dimension * sizeof(float), threads).Measure(7);
        double gigabytes = (double)count * Dimension * sizeof(float) / 1e9;
        Console.WriteLine($"one pass over {gigabytes:F2} GB: {floatPass * 1e3:F1} ms, {gigabytes / floatPass:F1} GB/s");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        string folder = Directory.CreateTempSubdirectory("argus-bench-vectors-").FullName;
        try
        {
            var collection = new VectorCollection("bench", Dimension, "sha256:bench");
            var options = new EmbeddedVectorOptions { Folder = folder, Threads = threads, Flush = false };
            await FillAsync(options, collection, count);
            var exact = await MeasureAsync(options, collection, "float32", floatPass);
            var inBytes = await MeasureAsync(options with { Quantised = true }, collection, "int8", floatPass / 4);
            int same = exact.Zip(inBytes, (a, b) => a.Intersect(b).Count()).Sum();
            Console.WriteLine($"int8 finds {same} of the {exact.Sum(e => e.Length)} that float32 finds");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[][] Queries()
    {
        var random = new Random(99);
        return [.. Enumerable.Range(0, Searches).Select(_ => Vector(random))];
    }

    private static float[] Vector(Random random)
    {
        float[] vector = new float[Dimension];
        for (int i = 0; i < Dimension; i += 2)
        {
            // Box and Muller: directions are then spread evenly.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            (vector[i], vector[i + 1]) = ((float)(radius * sin), (float)(radius * cos));
        }

        return vector;
    }

    private static async Task FillAsync(EmbeddedVectorOptions options, VectorCollection collection, int count)
    {
        await using var store = new EmbeddedVectorStore(options);
        var random = new Random(1);
        var watch = Stopwatch.StartNew();
        for (int from = 0; from < count; from += Batch)
        {
            VectorPoint[] points = [.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(i => new VectorPoint(PointId.OfMedia(i), Vector(random), new VectorPayload { MediaStoreId = i }))];
            await store.UpsertAsync(collection, points);
        }

        Console.WriteLine($"made and written in {watch.Elapsed.TotalSeconds:F1} s");
    }

    private static async Task<PointId[][]> MeasureAsync(EmbeddedVectorOptions options, VectorCollection collection, string name, double pass)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var watch = Stopwatch.StartNew();
        await using var store = new EmbeddedVectorStore(options);
        double opened = watch.Elapsed.TotalSeconds;
        await store.SearchAsync(collection, new VectorQuery(Queries()[0]));
        List<PointId[]> found = [];
        List<double> times = [];
        foreach (float[] query in Queries())
        {
            watch.Restart();
            var hits = await store.SearchAsync(collection, new VectorQuery(query));
            times.Add(watch.Elapsed.TotalSeconds);
            found.Add([.. hits.Select(h => h.Id)]);
        }

        times.Sort();
        double median = times[times.Count / 2];
        Console.WriteLine($"{name,-8} opened in {opened:F1} s; top 10: median {median * 1e3:F1} ms, best {times[0] * 1e3:F1}, worst {times[^1] * 1e3:F1}; {median / pass:F2} passes of {pass * 1e3:F1} ms");
        return [.. found];
    }
}
