using System.Diagnostics;
using System.Globalization;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing.Processes;

namespace Argus.Benchmarks.Jobs;

/// <summary>Jobs a second from the first request to the last end, with a worker that does nothing with them.</summary>
internal sealed class ThroughputBench(JobsPlace place, int jobs, int callers)
{
    /// <summary>All ways in, with some numbers of workers.</summary>
    public async Task RunAsync(IReadOnlyList<int?> workers, int rounds)
    {
        Console.WriteLine($"{place.Name}: {jobs:N0} jobs a round, {callers} callers, {rounds} rounds{(place.Name.EndsWith("kafka", StringComparison.Ordinal) ? $", {place.Partitions} partitions a topic" : "")}");
        Console.WriteLine();
        Console.WriteLine("| way in | workers | jobs/s, median | least | most | accepted/s, median | outbox empty after ms | CPU us a job |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var number in workers)
        {
            foreach (var (name, enter) in new (string, Func<JobsStage, Task<(long Begun, double Seconds)>>)[] { ("store, one job a call", OneByOneAsync), ("store, 100 jobs a call", InBatchesAsync), ("HTTP", ByHttpAsync) })
                await MeasureAsync(name, number, enter, rounds);
        }
    }

    private async Task MeasureAsync(string name, int? workers, Func<JobsStage, Task<(long Begun, double Seconds)>> enter, int rounds)
    {
        List<double> rates = [], accepted = [], drains = [], cpu = [];
        var options = await place.NewOptionsAsync(workers);
        // The first warms up.
        for (int round = 0; round <= rounds; round++, options = await place.NewOptionsAsync(workers))
        {
            await using var stage = await JobsStage.StartAsync(options);
            var last = stage.Ended.AfterAsync(jobs);
            double before = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
            var (begun, entered) = await enter(stage);
            long ended = await last.WaitAsync(TimeSpan.FromSeconds(120));
            await stage.DrainAsync();
            double drained = Stopwatch.GetElapsedTime(ended).TotalMilliseconds;
            await stage.CheckAsync(jobs);
            if (round == 0)
                continue;
            rates.Add(jobs / Stopwatch.GetElapsedTime(begun, ended).TotalSeconds);
            accepted.Add(jobs / entered);
            drains.Add(drained);
            cpu.Add((Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - before) * 1e6 / jobs);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {options.Workers} | {Median(rates):F0} | {rates.Min():F0} | {rates.Max():F0} | {Median(accepted):F0} | {(options.Kafka is null ? "-" : Median(drains).ToString("F0", CultureInfo.InvariantCulture))} | {Median(cpu):F0} |"));
    }

    private Task<(long, double)> OneByOneAsync(JobsStage stage) => EnterAsync(stage, callers, 1);

    private Task<(long, double)> InBatchesAsync(JobsStage stage) => EnterAsync(stage, 4, 100);

    private async Task<(long, double)> EnterAsync(JobsStage stage, int hands, int batch)
    {
        int next = 0;
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, hands).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Add(ref next, batch) - batch is var from && from < jobs)
                await stage.Jobs.CreateAsync([.. Enumerable.Range(from, Math.Min(batch, jobs - from)).Select(i => new NewJob { TaskType = JobTasks.ImageEmbedding, MediaStoreId = i, Priority = i % 11 })]);
        })));
        return (begun, Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task<(long, double)> ByHttpAsync(JobsStage stage)
    {
        await using var load = new ProgramRun("Argus.Benchmarks", ["post-jobs", $"{stage.Address.Port}", "0", $"{jobs}", $"{callers}"], new Dictionary<string, string>());
        await load.UntilLineAsync(line => line == "ready");
        long begun = Stopwatch.GetTimestamp();
        await load.WriteAsync("go");
        await load.ExitAsync();
        return load.ExitCode == 0 ? (begun, double.Parse(load.Lines[^1], CultureInfo.InvariantCulture)) : throw new InvalidOperationException($"{load}");
    }

    private static double Median(List<double> values) => values.Order().Skip((values.Count - 1) / 2).Take(2 - (values.Count % 2)).Average();
}
