using Argus.Inference.Scheduling;

namespace Argus.ModelServer.Tests.Running;

/// <summary>Holds every worker of a pool until it is released.</summary>
internal sealed class Occupied : IAsyncDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly List<Task> _work = [];

    public static Task<Occupied> AllAsync(WorkerPool pool) => HoldAsync(pool, pool.Options.Workers);

    private static async Task<Occupied> HoldAsync(WorkerPool pool, int workers)
    {
        var occupied = new Occupied();
        for (int i = 0; i < workers; i++)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            occupied._work.Add(pool.RunAsync(
                _ =>
                {
                    started.SetResult();
                    occupied._release.Wait(CancellationToken.None);
                    return 0;
                },
                priority: 10,
                deadline: null,
                CancellationToken.None).AsTask());
            await started.Task;
        }

        return occupied;
    }

    public async Task ReleaseAsync()
    {
        _release.Set();
        await Task.WhenAll(_work);
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        _release.Dispose();
    }
}
