using Argus.ModelServer.Loading;

namespace Argus.ModelServer.Chat;

/// <summary>
/// Asks the server behind a relay now and then whether it is still there. One that stays away takes readiness from this process, so that callers
/// go to another pod or learn why there is none; a single miss, such as a restart, does not.
/// </summary>
internal sealed class RelayWatch(RemoteChat remote, ServerModels models, TimeProvider time, ILogger log)
{
    /// <summary>Misses in a row that count as away.</summary>
    public const int Patience = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private int _misses;

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return;
            await LookAsync(cancel);
        }
    }

    /// <summary>Asks once.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        string? fault = await FaultAsync(cancel);
        if (cancel.IsCancellationRequested)
            return;
        bool wasAway = _misses >= Patience;
        _misses = fault is null ? 0 : Math.Min(_misses + 1, Patience);
        if (fault is not null && _misses == Patience)
        {
            models.Lose(fault);
            if (!wasAway)
                Log.EndpointAway(log, fault);
        }
        else if (fault is null && wasAway)
        {
            models.Regain();
            Log.EndpointBack(log);
        }
    }

    // Told by its cancellation that the process ends, it has nothing to say of the server.
    private async Task<string?> FaultAsync(CancellationToken cancel)
    {
        try
        {
            return await remote.CheckAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
