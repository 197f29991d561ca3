using System.Diagnostics;
using System.Globalization;
using Argus.Data.Jobs;
using Argus.Jobs.Work;

namespace Argus.Benchmarks.Jobs;

/// <summary>How long a job waits for a worker that has nothing else to do: from the request and from its answer until the job is claimed and begun.</summary>
internal sealed class WakeBench(JobsPlace place, int jobs)
{
    public async Task RunAsync()
    {
        var begun = new TaskCompletionSource<long>();
        JobRun run = (claim, _, _) =>
        {
            begun.TrySetResult(Stopwatch.GetTimestamp());
            return Task.FromResult(JobOutcome.Completed(claim.Lease, "{}"));
        };
        await using var stage = await JobsStage.StartAsync(await place.NewOptionsAsync(null), run);
        using var socket = await PostLoad.ConnectAsync(stage.Address.Port);
        byte[] buffer = new byte[16 * 1024];
        List<double> fromRequest = [], fromAnswer = [], answers = [];
        // The first are compiled on the way.
        int warm = jobs / 4;
        for (int i = 0; i < jobs + warm; i++)
        {
            begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var ended = stage.Ended.AfterAsync(1);
            long sent = Stopwatch.GetTimestamp();
            long answered = await PostLoad.PostAsync(socket, buffer, i);
            long started = await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await ended.WaitAsync(TimeSpan.FromSeconds(60));
            // Until all are asleep again.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            if (i < warm)
                continue;
            answers.Add(Milliseconds(answered - sent));
            fromRequest.Add(Milliseconds(started - sent));
            fromAnswer.Add(Milliseconds(started - answered));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {place.Name} | {Part(answers, 0.5):F2} | {Part(fromRequest, 0.5):F2} | {Part(fromAnswer, 0.5):F2} | {Part(fromAnswer, 0.95):F2} | {Part(fromAnswer, 0.99):F2} |"));
    }

    /// <summary>Above the rows.</summary>
    public static void WriteHead()
    {
        Console.WriteLine("| store | request to answer p50 ms | request to claimed p50 ms | answer to claimed p50 ms | p95 ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    private static double Milliseconds(long ticks) => ticks * 1e3 / Stopwatch.Frequency;

    private static double Part(List<double> values, double part)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(part * values.Count))];
    }
}
