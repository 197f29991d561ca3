using Argus.Kube.Work;
using Argus.Testing;

namespace Argus.Kube.Tests.Work;

public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Add_SameKeyTwice_ComesOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        Assert.Equal("a", await queue.TakeAsync(default));
        Assert.Equal("b", await queue.TakeAsync(default));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Add_KeyBeingWorkedOn_ComesAgainAfterDone()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        await queue.TakeAsync(default);
        queue.Add("a");
        var again = queue.TakeAsync(default).AsTask();
        Assert.False(again.IsCompleted);
        queue.Done("a");
        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task AddAfter_LaterThenSooner_ComesSoonerAndOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("b", TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, queue.Count);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", await queue.TakeAsync(default));
        queue.Done("a");
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("b", await queue.TakeAsync(default));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Retry_AgainAndAgain_WaitsTwiceAsLongEachTimeUntilForgotten()
    {
        using var queue = new WorkQueue<string>(_time);
        foreach (int milliseconds in (int[])[5, 10, 20, 40])
        {
            queue.Retry("a");
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, queue.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("a", await queue.TakeAsync(default));
            queue.Done("a");
        }

        queue.Forget("a");
        queue.Retry("a");
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task Retry_ManyTimes_WaitsNoLongerThanABoundAndNeverLosesTheKey()
    {
        using var queue = new WorkQueue<string>(_time);
        for (int i = 0; i < 40; i++)
        {
            queue.Retry("a");
            _time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal("a", await queue.TakeAsync(default));
            queue.Done("a");
        }
    }

    [Fact]
    public async Task AddAfter_WhileTheWallClockIsSetBack_ComesInTimeAllTheSame()
    {
        var clock = new ShiftedClock(_time);
        using var queue = new WorkQueue<string>(clock);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));

        clock.Shift = TimeSpan.FromHours(-5);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("a", await queue.TakeAsync(default));
    }

    [Fact]
    public async Task TakeAsync_ManyWorkers_NeverTwoOnOneKeyAndNoneIsLost()
    {
        using var queue = new WorkQueue<int>(_time);
        int[] running = new int[50], done = new int[50];
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(WorkAsync)).ToArray();

        for (int round = 0; round < 20; round++)
        {
            for (int key = 0; key < done.Length; key++)
                queue.Add(key);
        }

        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(done, d => Assert.InRange(d, 1, 20));

        async Task WorkAsync()
        {
            try
            {
                while (true)
                {
                    int key = await queue.TakeAsync(stop.Token);
                    Assert.Equal(1, Interlocked.Increment(ref running[key]));
                    await Task.Yield();
                    Interlocked.Increment(ref done[key]);
                    Interlocked.Decrement(ref running[key]);
                    queue.Done(key);
                    if (done.All(d => d >= 1))
                        stop.Cancel();
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    // A wall clock that is set, over one that runs on.
    private sealed class ShiftedClock(FakeTimeProvider time) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Shift;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
