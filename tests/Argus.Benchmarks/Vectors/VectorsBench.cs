using System.Diagnostics;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;

namespace Argus.Benchmarks.Vectors;

/// <summary>Exact search in the embedded store, beside one pass over as many bytes at the machine's own read bandwidth.</summary>
internal static class VectorsBench
{
    private const int Dimension = 512;
    private const int Batch = 4000;
    private const int Searches = 31;
    private const int WarmUp = 20;

    public static async Task RunAsync(int count)
    {
        int threads = Environment.ProcessorCount;
        Console.WriteLine($"{count:N0} vectors of {Dimension} values, {threads} threads");
        var pass = new MemoryPass((long)count * Dimension * sizeof(float), threads);
        pass.Fill();
        string folder = Directory.CreateTempSubdirectory("argus-bench-vectors-").FullName;
        try
        {
            var collection = new VectorCollection("bench", Dimension, "sha256:bench");
            var options = new EmbeddedVectorOptions { Folder = folder, Threads = threads, Flush = false };
            await FillAsync(options, collection, count);
            Console.WriteLine();
            Console.WriteLine("| rows in memory | opened in s | GB | pass median ms | pass best ms | GB/s at best | top 10 median ms | best ms | worst ms | median / median | best / best |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
            var exact = await MeasureAsync(options, collection, "float32", pass, (long)count * Dimension * sizeof(float));
            var inBytes = await MeasureAsync(options with { Quantised = true }, collection, "int8", pass, (long)count * Dimension);
            Console.WriteLine();
            Console.WriteLine($"float32 finds {Recall(exact, count)} of the {exact.Sum(e => e.Length)} that a plain loop in doubles finds");
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

    /// <summary>How many of the hits are those of a plain loop over the same vectors, which are made again, for some of the queries.</summary>
    private static int Recall(PointId[][] hits, int count)
    {
        var queries = Queries();
        var tops = queries.Select(_ => new PriorityQueue<long, double>()).ToArray();
        var random = new Random(1);
        for (int from = 0; from < count; from += Batch)
        {
            float[][] vectors = [.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(_ => Vector(random))];
            Parallel.For(0, queries.Length, q =>
            {
                for (int i = 0; i < vectors.Length; i++)
                {
                    double score = Cosine(vectors[i], queries[q]);
                    if (tops[q].Count < 10)
                        tops[q].Enqueue(from + i, score);
                    else if (tops[q].TryPeek(out _, out double least) && score > least)
                        tops[q].EnqueueDequeue(from + i, score);
                }
            });
        }

        return hits.Select((found, q) => found.Count(id => tops[(q + WarmUp) % queries.Length].UnorderedItems.Any(t => PointId.OfMedia(t.Element) == id))).Sum();
    }

    private static double Cosine(float[] vector, float[] query)
    {
        double product = 0, square = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            product += (double)vector[i] * query[i];
            square += (double)vector[i] * vector[i];
        }

        return product / Math.Sqrt(square);
    }

    private static async Task<PointId[][]> MeasureAsync(EmbeddedVectorOptions options, VectorCollection collection, string name, MemoryPass pass, long bytes)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var watch = Stopwatch.StartNew();
        await using var store = new EmbeddedVectorStore(options);
        await store.SearchAsync(collection, new VectorQuery(Queries()[0]));
        double opened = watch.Elapsed.TotalSeconds;
        List<PointId[]> found = [];
        List<double> times = [], passes = [];
        // In turn, since the machine is not equally fast all the time; the first are compiled on the way.
        var queries = Queries();
        for (int i = 0; i < WarmUp + queries.Length; i++)
        {
            double bare = pass.Measure(bytes);
            watch.Restart();
            var hits = await store.SearchAsync(collection, new VectorQuery(queries[i % queries.Length]));
            double search = watch.Elapsed.TotalSeconds;
            if (i < WarmUp)
                continue;
            passes.Add(bare);
            times.Add(search);
            found.Add([.. hits.Select(h => h.Id)]);
        }

        times.Sort();
        passes.Sort();
        int middle = times.Count / 2;
        Console.WriteLine($"| {name} | {opened:F1} | {bytes / 1e9:F2} | {passes[middle] * 1e3:F1} | {passes[0] * 1e3:F1} | {bytes / passes[0] / 1e9:F1} | {times[middle] * 1e3:F1} | {times[0] * 1e3:F1} | {times[^1] * 1e3:F1} | {times[middle] / passes[middle]:F2} | {times[0] / passes[0]:F2} |");
        return [.. found];
    }
}
