using System.Diagnostics;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Data.Jobs.Sqlite;
using Argus.Testing.Databases;

namespace Argus.Benchmarks.Jobs;

/// <summary>What a claim costs as the queue grows, and how many jobs a second go through a store from their creation to their end. Both flush to disk.</summary>
internal static class JobsStoreBench
{
    private const int Claims = 200;
    private const int Batch = 5000;
    private static readonly JobStoreOptions Options = new() { Lease = TimeSpan.FromHours(1) };
    private static long LastMedia;

    public static async Task RunAsync(int[] rows, int[] batches, int jobs)
    {
        await using (var store = new SqliteFolder())
            await MeasureAsync("SQLite", store.Store, rows, batches, jobs);
        if (PostgresServer.Missing is { } reason)
        {
            Console.WriteLine($"PostgreSQL: not measured, {reason}.");
            return;
        }

        await using var server = await PostgresServer.StartAsync(isDurable: true);
        await using var postgres = await PostgresJobStore.OpenAsync(new() { ConnectionString = server.ConnectionString }, Options, TimeProvider.System);
        await MeasureAsync("PostgreSQL", postgres, rows, batches, jobs);
    }

    private static async Task MeasureAsync(string name, IJobStore store, int[] rows, int[] batches, int jobs)
    {
        Console.WriteLine($"\n{name}\n\n| waiting jobs | claim of 1, p50 ms | p99 ms | claim of 100, p50 ms | p99 ms |\n|---|---|---|---|---|");
        long media = 0;
        var random = new Random(1);
        foreach (int count in rows.Order())
        {
            while (media < count)
            {
                int some = (int)Math.Min(Batch, count - media);
                await store.CreateAsync([.. Enumerable.Range(0, some).Select(_ => new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = ++media, Priority = random.Next(11) })]);
            }

            var (one, hundred) = (await ClaimsAsync(store, 1), await ClaimsAsync(store, 100));
            Console.WriteLine($"| {count} | {one[Claims / 2]:0.000} | {one[Claims * 99 / 100]:0.000} | {hundred[Claims / 2]:0.000} | {hundred[Claims * 99 / 100]:0.000} |");
        }

        Console.WriteLine("\n| batch | callers | jobs a second, created, claimed, completed |\n|---|---|---|");
        foreach (int batch in batches)
        {
            foreach (int callers in (int[])[1, 16])
                Console.WriteLine($"| {batch} | {callers} | {await ThroughputAsync(store, batch, callers, batch == 1 ? jobs / 10 : jobs, JobTasks.ImageEmbedding):0} |");
        }
    }

    private static async Task<double[]> ClaimsAsync(IJobStore store, int size)
    {
        var times = new double[Claims];
        for (int i = -10; i < Claims; i++)
        {
            long start = Stopwatch.GetTimestamp();
            var claims = await store.ClaimAsync([JobTasks.FaceDetection], size);
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await store.FinishAsync([.. claims.Select(c => JobOutcome.Released(c.Lease))]);
        }

        Array.Sort(times);
        return times;
    }

    /// <summary>Each caller creates a batch, claims as many, and completes them.</summary>
    private static async Task<double> ThroughputAsync(IJobStore store, int batch, int callers, int jobs, string task)
    {
        int rounds = Math.Max(1, jobs / batch / callers);
        long start = Stopwatch.GetTimestamp();
        int[] done = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            int completed = 0;
            for (int i = 0; i < rounds; i++)
            {
                long last = Interlocked.Add(ref LastMedia, batch);
                await store.CreateAsync([.. Enumerable.Range(0, batch).Select(j => new NewJob { TaskType = task, MediaStoreId = last - j })]);
                var claims = await store.ClaimAsync([task], batch);
                completed += (await store.FinishAsync([.. claims.Select(c => JobOutcome.Completed(c.Lease, "{\"faces\":[],\"face_count\":0}"))])).Count(ok => ok);
            }

            return completed;
        })));
        return done.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class SqliteFolder : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("argus-bench-").FullName;

        public SqliteFolder() => Store = SqliteJobStore.Open(Path.Combine(_folder, "jobs.db"), Options, TimeProvider.System);

        public SqliteJobStore Store { get; }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
