using System.Collections.Concurrent;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Scheduling;

/// <summary>Rows are one float long and their vector is that float doubled; -1 is poison.</summary>
public sealed class CropBatcherTests
{
    private readonly ConcurrentQueue<int> _runs = [];
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly SemaphoreSlim _started = new(0);
    private readonly CropBatcher _batcher;

    public CropBatcherTests() => _batcher = new CropBatcher(Run, 1, 1);

    [Fact]
    public void Run_DeviceIdle_RunsAtOnceInTheSmallestBucket()
    {
        Assert.Equal([2f], Request([1f]));
        Assert.Equal([2f, 4f, 6f], Request([1f, 2f, 3f]));
        Assert.Equal([1, 4], _runs);
    }

    [Fact]
    public void Run_MoreRowsThanTheLargestBucket_RunsSeveralTimes()
    {
        float[] rows = [.. Enumerable.Range(0, 70).Select(i => (float)i)];

        Assert.Equal(rows.Select(r => 2 * r), Request(rows));
        Assert.Equal([64, 16], _runs);
    }

    [Fact]
    public async Task Run_RequestsDuringARun_GoTogetherIntoTheNext()
    {
        _gate.Reset();
        var first = Start([1f]);
        await _started.WaitAsync();
        Task<float[]>[] others = [.. Enumerable.Range(2, 5).Select(i => Start([i, -i - 10f]))];
        await AllWaiting(5);

        _gate.Set();

        await Answers(first, 2f);
        for (int i = 0; i < others.Length; i++)
            await Answers(others[i], 2f * (i + 2), 2f * (-(i + 2) - 10f));
        Assert.Equal([1, 16], _runs);
    }

    [Fact]
    public async Task Run_PoisonAmongOthers_FailsAlone()
    {
        _gate.Reset();
        var first = Start([1f]);
        await _started.WaitAsync();
        var good = Start([2f]);
        var poison = Start([-1f]);
        var alsoGood = Start([3f]);
        await AllWaiting(3);

        _gate.Set();

        await Answers(first, 2f);
        await Answers(good, 4f);
        await Answers(alsoGood, 6f);
        await Assert.ThrowsAsync<InvalidOperationException>(() => poison);
        Assert.Equal([8f], Request([4f]));
    }

    [Fact]
    public async Task Run_CallerGoneWhileWaiting_LeavesTheQueue()
    {
        _gate.Reset();
        var first = Start([1f]);
        await _started.WaitAsync();
        using var gone = new CancellationTokenSource();
        var left = Start([5f], gone.Token);
        var stays = Start([6f]);
        await AllWaiting(2);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _gate.Set();

        await Answers(first, 2f);
        await Answers(stays, 12f);
        Assert.Equal([1, 1], _runs);
    }

    [Fact]
    public void Run_AlreadyCancelled_DoesNotRun()
    {
        Assert.Throws<OperationCanceledException>(() => Request([1f], new CancellationToken(canceled: true)));

        Assert.Equal([4f], Request([2f]));
        Assert.Equal([1], _runs);
    }

    [Fact]
    public async Task Run_ManyCallersSomeGone_EachGetsItsOwnVectors()
    {
        var random = new Random(11);
        Task[] callers = [.. Enumerable.Range(0, 400).Select(i =>
        {
            using var cancel = new CancellationTokenSource();
            if (random.Next(4) == 0)
                cancel.Cancel();
            float[] rows = [.. Enumerable.Range(i * 100, 1 + random.Next(20)).Select(v => (float)v)];
            var token = cancel.Token;
            return Task.Run(() =>
            {
                if (token.IsCancellationRequested)
                    Assert.Throws<OperationCanceledException>(() => Request(rows, token));
                else
                    Assert.Equal(rows.Select(r => 2 * r), Request(rows, token));
            });
        })];

        await Task.WhenAll(callers);

        Assert.Equal(0, _batcher.Waiting);
    }

    private void Run(FloatBuffer input, int first, int rows, Span<float> output)
    {
        _runs.Enqueue(rows);
        _started.Release();
        _gate.Wait();
        var values = input.Span(first + rows)[first..];
        if (values.Contains(-1f))
            throw new InvalidOperationException("poison");
        for (int i = 0; i < rows; i++)
            output[i] = 2 * values[i];
    }

    private static async Task Answers(Task<float[]> request, params float[] expected) => Assert.Equal(expected, await request);

    private Task<float[]> Start(float[] rows, CancellationToken cancel = default) =>
        Task.Factory.StartNew(() => Request(rows, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private float[] Request(float[] rows, CancellationToken cancel = default)
    {
        using var input = FloatPool.Shared.Rent(rows.Length + 3);
        rows.CopyTo(input.Span(rows.Length + 3)[3..]);
        var output = new float[rows.Length];
        _batcher.Run(input, 3, rows.Length, output, cancel);
        return output;
    }

    private async Task AllWaiting(int requests)
    {
        while (_batcher.Waiting < requests)
            await Task.Yield();
    }
}
