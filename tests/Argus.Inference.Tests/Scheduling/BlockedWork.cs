using Argus.Inference.Scheduling;

namespace Argus.Inference.Tests.Scheduling;

/// <summary>Work that says when it has begun and ends when the test lets it.</summary>
internal sealed class BlockedWork
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    public Task Begun => _begun.Task.WaitAsync(Patience);

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public void Release() => _released.Set();

    /// <summary>Holds a worker; 42 when released, or cancelled by its token.</summary>
    public int Run(CancellationToken stop)
    {
        _begun.SetResult();
        Assert.True(_released.Wait(Patience, stop));
        return 42;
    }

    /// <summary>Holds one worker of the pool.</summary>
    public static async Task<(BlockedWork Work, Task<WorkResult<int>> End)> Hold(WorkerPool pool, CancellationToken cancel = default)
    {
        var work = new BlockedWork();
        var end = pool.RunAsync(work.Run, 5, null, cancel).AsTask();
        await work.Begun;
        return (work, end);
    }
}
