using Argus.Kube.Api;
using Argus.Operator.Reconciling;
using Argus.Testing;

namespace Argus.Operator.Tests.Reconciling;

public sealed class WorkQueueTests
{
    private static readonly ObjectKey A = new("ns", "a"), B = new("ns", "b");

    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = new WorkQueue(_time);

    [Fact]
    public async Task Add_TheSameKeyTwice_IsWorkedOnOnce()
    {
        _queue.Add(A);
        _queue.Add(B);
        _queue.Add(A);

        Assert.Equal([A, B], [await Take(), await Take()]);
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Add_WhileItIsWorkedOn_ComesAgainAfterThatAndNotBefore()
    {
        _queue.Add(A);
        var key = await Take();
        _queue.Add(A);
        _queue.Add(A);
        Assert.Equal(0, _queue.Depth);

        _queue.Done(key);

        Assert.Equal(1, _queue.Depth);
        Assert.Equal(A, await Take());
        _queue.Done(A);
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task AddAfter_TwoMoments_TheEarlierCounts()
    {
        _queue.AddAfter(A, TimeSpan.FromSeconds(60));
        _queue.AddAfter(A, TimeSpan.FromSeconds(10));
        _queue.AddAfter(A, TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _queue.Depth);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(A, await Take());
        _queue.Done(A);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void AddFailed_AgainAndAgain_WaitsLongerUpToABoundAndIsNeverLost()
    {
        TimeSpan total = TimeSpan.Zero;
        for (int i = 1; i <= 30; i++)
        {
            _queue.AddFailed(A);
            var wait = WorkQueue.BackOff(i);
            _time.Advance(wait - TimeSpan.FromTicks(1));
            Assert.Equal(0, _queue.Depth);
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(1, _queue.Depth);
            Assert.True(Take().IsCompletedSuccessfully);
            _queue.Done(A);
            total += wait;
        }

        Assert.Equal(TimeSpan.FromMinutes(2), WorkQueue.BackOff(30));
        _queue.Succeeded(A);
        _queue.AddFailed(A);
        _time.Advance(WorkQueue.BackOff(1));
        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public async Task Take_ManyWorkers_NeverTwoOnOneKeyAndNoneIsLost()
    {
        var keys = Enumerable.Range(0, 50).Select(i => new ObjectKey("ns", $"{i}")).ToArray();
        int[] running = new int[keys.Length], done = new int[keys.Length];
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await TakeUntil(stop.Token) is { } key)
            {
                int i = int.Parse(key.Name);
                Assert.Equal(1, Interlocked.Increment(ref running[i]));
                await Task.Yield();
                Interlocked.Increment(ref done[i]);
                Interlocked.Decrement(ref running[i]);
                _queue.Done(key);
                if (done.All(d => d >= 1))
                    stop.Cancel();
            }
        })).ToArray();

        for (int round = 0; round < 20; round++)
        {
            foreach (var key in keys)
                _queue.Add(key);
        }

        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(done, d => Assert.InRange(d, 1, 20));
    }

    private async Task<ObjectKey?> TakeUntil(CancellationToken stop)
    {
        try
        {
            return await _queue.TakeAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private ValueTask<ObjectKey> Take() => _queue.TakeAsync(CancellationToken.None);
}
