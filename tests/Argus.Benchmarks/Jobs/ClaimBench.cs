using System.Diagnostics;
using System.Globalization;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Stores;

namespace Argus.Benchmarks.Jobs;

/// <summary>What a claim costs by the number of jobs that wait.</summary>
internal sealed class ClaimBench(JobsPlace place, int most)
{
    private const int Claims = 300;
    private const int Width = 8;

    public async Task RunAsync()
    {
        Console.WriteLine($"{place.Name}: a claim of {Width} jobs, {Claims} times, each given back before the next");
        Console.WriteLine();
        Console.WriteLine("| jobs that wait | filled in s | claim p50 ms | p95 ms | give back p50 ms |");
        Console.WriteLine("|---|---|---|---|---|");
        var options = await place.NewOptionsAsync(null);
        await using var store = await JobStoreOpening.OpenAsync(options, [], TimeProvider.System);
        int have = 0;
        foreach (int rows in new[] { 10, 10, 1_000, 100_000, 1_000_000 }.Where(n => n <= most))
        {
            long begun = Stopwatch.GetTimestamp();
            for (; have < rows; have += Math.Min(2000, rows - have))
                await store.CreateAsync([.. Enumerable.Range(have, Math.Min(2000, rows - have)).Select(i => new NewJob { TaskType = JobTasks.All[i % 3], MediaStoreId = i, Priority = i % 11 })]);
            double filled = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            List<double> claims = [], backs = [];
            for (int i = 0; i < Claims; i++)
            {
                begun = Stopwatch.GetTimestamp();
                var got = await store.ClaimAsync(JobTasks.All, Width);
                claims.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                if (got.Count != Width)
                    throw new InvalidOperationException($"{got.Count} jobs claimed, not {Width}.");
                begun = Stopwatch.GetTimestamp();
                await store.FinishAsync([.. got.Select(c => JobOutcome.Released(c.Lease))]);
                backs.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            claims.Sort();
            backs.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows:N0} | {filled:F1} | {claims[Claims / 2]:F2} | {claims[Claims * 95 / 100]:F2} | {backs[Claims / 2]:F2} |"));
        }
    }
}
