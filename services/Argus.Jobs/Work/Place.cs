namespace Argus.Jobs.Work;

/// <summary>The place of one job in a <see cref="Lane"/>. Who waits long for another service steps aside, so that those behind do not wait with it.</summary>
/// <param name="free">Places of the lane; one of them is this.</param>
/// <param name="aside">Room beside it.</param>
/// <param name="time">The clock.</param>
internal sealed class Place(SemaphoreSlim free, SemaphoreSlim aside, TimeProvider time)
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>Whether the job has it now.</summary>
    public bool IsHeld { get; private set; } = true;

    /// <summary>Waits for another service; after a second without the place, as long as there is room aside.</summary>
    /// <param name="slow">What is waited for; it has a timeout of its own.</param>
    /// <param name="comesBack">Whether there is work after it, for which it takes a place again.</param>
    /// <param name="cancel">Ends the wait for a place.</param>
    public async Task<T> WaitAsync<T>(Task<T> slow, bool comesBack, CancellationToken cancel)
    {
        if (slow.IsCompleted || await IsQuickAsync(slow, cancel) || !aside.Wait(0, CancellationToken.None))
            return await slow;
        IsHeld = false;
        free.Release();
        try
        {
            return await slow;
        }
        finally
        {
            aside.Release();
            if (comesBack)
            {
                await free.WaitAsync(cancel);
                IsHeld = true;
            }
        }
    }

    private async Task<bool> IsQuickAsync(Task slow, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(slow, Task.Delay(Quick, time, stop.Token));
        // Or the timer would stay for a second after each job.
        await stop.CancelAsync();
        return slow.IsCompleted;
    }
}
