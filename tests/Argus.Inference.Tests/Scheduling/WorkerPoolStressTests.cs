using System.Diagnostics.Metrics;
using Argus.Inference.Scheduling;

namespace Argus.Inference.Tests.Scheduling;

public class WorkerPoolStressTests
{
    [Fact]
    public async Task RunAsync_ManyCallers_EveryOneIsAnsweredOnceAndNothingIsLeft()
    {
        const int callers = 16, each = 500;
        await using var pool = new WorkerPool(new WorkerPoolOptions { Workers = 4, QueueCapacity = 8 }, TimeProvider.System);
        int[] runs = new int[callers * each];
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(() => Call(pool, new Random(2026 + c), runs.AsMemory(c * each, each)))))
            .WaitAsync(BlockedWork.Patience);

        Assert.Equal(callers * each, answers.Sum(a => a.Values.Sum()));
        // Twelve callers find a place; the others use up their turns on refusals.
        Assert.True(answers.Sum(a => a["QueueFull"]) > 0);
        Assert.True(answers.Sum(a => a["cancelled"]) > 100);
        Assert.True(answers.Sum(a => a["failed"]) > 100);
        Assert.True(answers.Sum(a => a["Done"]) > 1000);
        Assert.All(runs, r => Assert.InRange(r, 0, 1));
        Assert.True(runs.Sum() >= answers.Sum(a => a["Done"] + a["failed"]));
        Assert.Equal((0, 0), (pool.QueueLength, pool.InFlight));
    }

    [Fact]
    public async Task RunAsync_SteadyPath_StaysWithinItsBudgetOfAllocations()
    {
        await using var pool = new WorkerPool(new WorkerPoolOptions { Workers = 1 }, TimeProvider.System);
        using var caller = new CancellationTokenSource();
        long submitted = 0, first = 0, last = 0;
        Func<CancellationToken, long> work = _ => GC.GetAllocatedBytesForCurrentThread();
        const int runs = 1000;
        for (int i = -100; i < runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var pending = pool.RunAsync(work, 5, null, caller.Token);
            submitted += i < 0 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            last = (await pending).Value;
            first = i < 0 ? last : first;
        }

        Assert.InRange(submitted / runs, 1, 500);
        Assert.InRange((last - first) / runs, 0, 400);
    }

    [Fact]
    public async Task Metrics_WorkAndRefusals_AreTold()
    {
        await using var pool = new WorkerPool(new WorkerPoolOptions { Workers = 3, QueueCapacity = 0 }, TimeProvider.System);
        var seen = new List<(string Name, double Value, object? Reason)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == PoolMetrics.MeterName)
                l.EnableMeasurementEvents(instrument);
        };
        void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            lock (seen)
                seen.Add((instrument.Name, Convert.ToDouble(value), tags.Length > 0 ? tags[0].Value : null));
        }

        listener.SetMeasurementEventCallback<int>(Record);
        listener.SetMeasurementEventCallback<long>(Record);
        listener.SetMeasurementEventCallback<double>(Record);
        listener.Start();

        BlockedWork[] held = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await BlockedWork.Hold(pool)).Work))];
        await pool.RunAsync(_ => 0, 5, null, default);
        listener.RecordObservableInstruments();
        Array.ForEach(held, h => h.Release());

        lock (seen)
        {
            Assert.Contains(("argus.inference.refused", 1, "queue_full"), seen);
            Assert.Contains(("argus.inference.in_flight", 3, null), seen);
            Assert.Contains(("argus.inference.queue.length", 0, null), seen);
            Assert.True(seen.Count(s => s.Name == "argus.inference.queue.wait" && s.Value >= 0) >= 3);
        }
    }

    private static async Task<Dictionary<string, int>> Call(WorkerPool pool, Random random, Memory<int> runs)
    {
        var answers = new Dictionary<string, int> { ["QueueFull"] = 0, ["cancelled"] = 0, ["Done"] = 0, ["failed"] = 0 };
        for (int i = 0; i < runs.Length; i++)
        {
            using var caller = new CancellationTokenSource();
            int item = i, spin = random.Next(2000);
            bool fails = random.Next(10) == 0;
            var pending = pool.RunAsync(
                _ =>
                {
                    Interlocked.Increment(ref runs.Span[item]);
                    pool.Spread(3, _ => Thread.SpinWait(spin));
                    return fails ? throw new InvalidDataException() : item;
                },
                random.Next(11),
                null,
                caller.Token);
            if (random.Next(5) == 0)
                caller.Cancel();
            string answer = await Answer(pending, item);
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }

        return answers;
    }

    private static async Task<string> Answer(ValueTask<WorkResult<int>> pending, int item)
    {
        try
        {
            var result = await pending;
            Assert.Equal(result.Admission == Admission.Done ? item : 0, result.Value);
            return result.Admission.ToString();
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        catch (InvalidDataException)
        {
            return "failed";
        }
    }
}
