using Argus.Data.Jobs;
using Argus.Jobs.Api;

namespace Argus.Jobs.Health;

/// <summary>Whether the store of jobs answers. However many probes there are, it is asked once at a time, and its answer holds for a moment.</summary>
internal sealed class StoreHealth(IJobStore jobs, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private string? _trouble;

    /// <summary>Null where it answers, else why not.</summary>
    public async Task<string?> TroubleAsync(CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            if (time.GetUtcNow() - _askedAt >= Age)
            {
                _trouble = await AskAsync(cancel);
                _askedAt = time.GetUtcNow();
            }

            return _trouble;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

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
