using System.Collections.Concurrent;
using Argus.Inference.Scheduling;

namespace Argus.Inference.Tests.Scheduling;

public class SpreadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task Spread_AnyCount_RunsEachItemOnce(int count)
    {
        await using var pool = Pool(3);
        int[] runs = new int[count];
        pool.Spread(count, i => Interlocked.Increment(ref runs[i]));
        Assert.All(runs, r => Assert.Equal(1, r));
    }

    [Fact]
    public async Task Spread_IdleWorkers_RunsSideBySide()
    {
        await using var pool = Pool(3);
        using var meet = new Barrier(4);
        var threads = new ConcurrentBag<int>();
        pool.Spread(4, _ =>
        {
            Assert.True(meet.SignalAndWait(BlockedWork.Patience));
            threads.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal(4, threads.Distinct().Count());
        Assert.Contains(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public async Task Spread_BusyWorkers_RunsOnTheCallerAlone()
    {
        await using var pool = Pool(1);
        var (held, _) = await BlockedWork.Hold(pool);
        int caller = Environment.CurrentManagedThreadId;
        pool.Spread(8, _ => Assert.Equal(caller, Environment.CurrentManagedThreadId));
        held.Release();
    }

    [Fact]
    public async Task Spread_QueuedWork_WaitsForTheHelpers()
    {
        await using var pool = Pool(1);
        using var helping = new Barrier(2);
        int caller = Environment.CurrentManagedThreadId;
        bool spread = true;
        Task<WorkResult<bool>>? queued = null;
        pool.Spread(2, _ =>
        {
            Assert.True(helping.SignalAndWait(BlockedWork.Patience));
            if (Environment.CurrentManagedThreadId == caller)
                queued = pool.RunAsync(_ => spread, 10, null, default).AsTask();
            Assert.True(helping.SignalAndWait(BlockedWork.Patience));
            if (Environment.CurrentManagedThreadId != caller)
                Volatile.Write(ref spread, false);
        });
        Assert.False((await queued!).Value);
    }

    [Fact]
    public async Task Spread_ItemThrows_ThrowsInTheCallerAfterAllHaveEnded()
    {
        await using var pool = Pool(2);
        int under = 0, ran = 0;
        var error = Assert.Throws<InvalidDataException>(() => pool.Spread(10_000, i =>
        {
            Interlocked.Increment(ref under);
            Interlocked.Increment(ref ran);
            Interlocked.Decrement(ref under);
            if (i == 3)
                throw new InvalidDataException("three");
        }));
        Assert.Equal(("three", 0), (error.Message, under));
        Assert.True(ran >= 4);
        Assert.Equal(1, (await pool.RunAsync(_ => 1, 5, null, default)).Value);
    }

    [Fact]
    public async Task Spread_HelperThrows_ThrowsInTheCaller()
    {
        await using var pool = Pool(1);
        using var meet = new Barrier(2);
        int caller = Environment.CurrentManagedThreadId;
        Assert.Throws<InvalidDataException>(() => pool.Spread(2, _ =>
        {
            Assert.True(meet.SignalAndWait(BlockedWork.Patience));
            if (Environment.CurrentManagedThreadId != caller)
                throw new InvalidDataException();
        }));
    }

    [Fact]
    public async Task Spread_AllWorkersAtOnceAndNested_Ends()
    {
        await using var pool = Pool(4);
        using var meet = new Barrier(4);
        int leaves = 0;
        var spreads = Enumerable.Range(0, 4).Select(_ => pool.RunAsync(
            stop =>
            {
                Assert.True(meet.SignalAndWait(BlockedWork.Patience, stop));
                pool.Spread(20, _ => pool.Spread(20, _ => Interlocked.Increment(ref leaves)));
                return 0;
            },
            5,
            null,
            default).AsTask());
        await Task.WhenAll(spreads).WaitAsync(BlockedWork.Patience);
        Assert.Equal(4 * 20 * 20, leaves);
    }

    [Fact]
    public async Task Spread_OneItemOrNoIdleWorker_AllocatesNothing()
    {
        await using var pool = Pool(1);
        var (held, _) = await BlockedWork.Hold(pool);
        int sum = 0;
        Action<int> body = i => sum += i;
        Assert.Equal(0, Allocated(() => pool.Spread(1, body)));
        Assert.Equal(0, Allocated(() => pool.Spread(16, body)));
        held.Release();
    }

    private static long Allocated(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static WorkerPool Pool(int workers) => new(new WorkerPoolOptions { Workers = workers, QueueCapacity = 64 }, TimeProvider.System);
}
