using Argus.Data.Jobs;
using Argus.Jobs.Api;

namespace Argus.Jobs.Health;

/// <summary>Whether the store of jobs answers.</summary>
internal sealed class StoreHealth(IJobStore jobs, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly HeldAnswer<string?> _held = new(_ => Age, time);

    /// <summary>Null where it answers, else why not.</summary>
    public Task<string?> TroubleAsync(CancellationToken cancel) => _held.GetAsync(AskAsync, cancel);

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    private async Task<string?> AskAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await jobs.GetAsync(Guid.Empty, either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (JobStoreException fault)
        {
            return StoreFaults.RefusalOf(fault).Detail;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return $"The job store has not answered for {Patience.TotalSeconds} s.";
        }
    }
}
