using Argus.Inference.Scheduling;
using Argus.Testing;

namespace Argus.Inference.Tests.Scheduling;

public class WorkerPoolTests
{
    private static readonly WorkerPoolOptions OneWorker = new() { Workers = 1, QueueCapacity = 4, DefaultDeadline = TimeSpan.FromMinutes(1) };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task RunAsync_IdleWorker_RunsOnItsThread()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        var result = await pool.RunAsync(_ => Thread.CurrentThread.Name, 5, null, default);
        Assert.Equal((Admission.Done, "inference 0", TimeSpan.Zero), (result.Admission, result.Value, result.QueueWait));
    }

    [Fact]
    public async Task RunAsync_BusyWorker_TakesHighestPriorityThenFirstCome()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        var (held, _) = await BlockedWork.Hold(pool);
        var order = new List<string>();
        Task[] waiting = [.. new[] { (0, "low"), (5, "first"), (10, "high"), (5, "second") }
            .Select(w => pool.RunAsync(_ => { order.Add(w.Item2); return 0; }, w.Item1, null, default).AsTask())];
        Assert.Equal(4, pool.QueueLength);
        held.Release();
        await Task.WhenAll(waiting);
        Assert.Equal(["high", "first", "second", "low"], order);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public async Task RunAsync_PriorityOutOfRange_Throws(int priority)
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await pool.RunAsync(_ => 0, priority, null, default));
    }

    [Fact]
    public async Task RunAsync_FullQueue_RefusesWithTheWaitOfANewcomer()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        await Serve(pool, TimeSpan.FromSeconds(2));
        var (held, _) = await BlockedWork.Hold(pool);
        Task[] waiting = [.. Enumerable.Range(0, 4).Select(_ => pool.RunAsync(_ => 0, 5, null, default).AsTask())];

        var refused = await pool.RunAsync(_ => 0, 5, null, default);

        Assert.Equal(new(Admission.QueueFull, 0, TimeSpan.Zero, TimeSpan.FromSeconds(10)), refused);
        held.Release();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task RunAsync_DeadlineBeforeItsTurn_RefusesAtArrival()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        await Serve(pool, TimeSpan.FromSeconds(2));
        var (held, _) = await BlockedWork.Hold(pool);

        // Two seconds for the one under way and two for itself.
        var refused = await pool.RunAsync(_ => 0, 5, _time.GetUtcNow() + TimeSpan.FromSeconds(3.9), default);
        var admitted = pool.RunAsync(_ => 7, 5, _time.GetUtcNow() + TimeSpan.FromSeconds(4), default);
        var behind = await pool.RunAsync(_ => 0, 5, _time.GetUtcNow() + TimeSpan.FromSeconds(4), default);
        var before = pool.RunAsync(_ => 8, 6, _time.GetUtcNow() + TimeSpan.FromSeconds(4), default);

        Assert.Equal((Admission.DeadlineTooClose, TimeSpan.FromSeconds(2)), (refused.Admission, refused.RetryAfter));
        Assert.Equal(Admission.DeadlineTooClose, behind.Admission);
        held.Release();
        Assert.Equal((7, 8), ((await admitted).Value, (await before).Value));
    }

    [Fact]
    public async Task RunAsync_SlowPastButIdleWorker_IsAdmitted()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        await Serve(pool, TimeSpan.FromMinutes(10));
        var soon = _time.GetUtcNow() + TimeSpan.FromSeconds(1);
        Assert.Equal(Admission.Done, (await pool.RunAsync(_ => 0, 5, soon, default)).Admission);
        Assert.Equal(Admission.DeadlineTooClose, (await pool.RunAsync(_ => 0, 5, _time.GetUtcNow(), default)).Admission);
    }

    [Fact]
    public async Task RunAsync_DeadlinePassesWhileWaiting_AnswersThenAndFreesThePlace()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        var (held, _) = await BlockedWork.Hold(pool);
        var late = pool.RunAsync(_ => 0, 5, _time.GetUtcNow() + TimeSpan.FromSeconds(5), default);
        var later = pool.RunAsync(_ => 0, 5, _time.GetUtcNow() + TimeSpan.FromSeconds(9), default);
        var patient = pool.RunAsync(_ => 1, 5, DateTimeOffset.MaxValue, default);

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Admission.DeadlinePassed, (await late).Admission);
        Assert.Equal(2, pool.QueueLength);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Admission.DeadlinePassed, (await later).Admission);

        held.Release();
        var result = await patient;
        Assert.Equal((1, TimeSpan.FromSeconds(12)), (result.Value, result.QueueWait));
    }

    [Fact]
    public async Task RunAsync_CallerHangsUpWhileQueued_FreesThePlaceAtOnce()
    {
        await using var pool = new WorkerPool(OneWorker with { QueueCapacity = 1 }, _time);
        var (held, _) = await BlockedWork.Hold(pool);
        using var caller = new CancellationTokenSource();
        bool ran = false;
        var queued = pool.RunAsync(_ => ran = true, 5, null, caller.Token).AsTask();
        await caller.CancelAsync();

        Assert.Equal(0, pool.QueueLength);
        var next = pool.RunAsync(_ => 3, 5, null, default);
        held.Release();
        Assert.Equal(3, (await next).Value);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Equal((caller.Token, false), (error.CancellationToken, ran));
    }

    [Fact]
    public async Task RunAsync_CallerHangsUpWhileRunning_CancelsTheTokenOfTheWork()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        using var caller = new CancellationTokenSource();
        var (_, end) = await BlockedWork.Hold(pool, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Equal(0, pool.InFlight);
    }

    [Fact]
    public async Task RunAsync_CallerHungUpBefore_DoesNotRun()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        bool ran = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pool.RunAsync(_ => ran = true, 5, null, new(true)));
        Assert.False(ran);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_SurfacesInTheCallerAndTheWorkerLives()
    {
        await using var pool = new WorkerPool(OneWorker, _time);
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidDataException>(async () => await pool.RunAsync<int>(_ => throw new InvalidDataException(), 5, null, default));
        Assert.Equal(1, (await pool.RunAsync(_ => 1, 5, null, default)).Value);
    }

    [Fact]
    public async Task DisposeAsync_WorkUnderWayAndQueued_IsFinishedAndNewWorkRefused()
    {
        var pool = new WorkerPool(OneWorker, _time);
        var (held, end) = await BlockedWork.Hold(pool);
        var queued = pool.RunAsync(_ => 7, 5, null, default);
        var stopped = pool.DisposeAsync();
        Assert.Equal(Admission.Stopping, (await pool.RunAsync(_ => 0, 5, null, default)).Admission);
        held.Release();
        await stopped;
        Assert.Equal((42, 7), ((await end).Value, (await queued).Value));
    }

    [Fact]
    public async Task DisposeAsync_WorkOutlastsTheDrain_RefusesTheQueueAndCancelsTheRest()
    {
        var pool = new WorkerPool(OneWorker, _time);
        var (_, end) = await BlockedWork.Hold(pool);
        var queued = pool.RunAsync(_ => 7, 5, null, default);
        var stopped = pool.DisposeAsync();
        _time.Advance(pool.Options.DrainTimeout);
        await stopped;
        Assert.Equal((Admission.Stopping, Admission.Stopping), ((await end).Admission, (await queued).Admission));
    }

    /// <summary>Teaches the pool how long work takes.</summary>
    private async Task Serve(WorkerPool pool, TimeSpan service) =>
        await pool.RunAsync(_ => { _time.Advance(service); return 0; }, 5, _time.GetUtcNow() + TimeSpan.FromHours(1), default);
}
