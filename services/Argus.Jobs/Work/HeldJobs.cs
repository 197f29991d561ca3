using System.Collections.Concurrent;
using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>All jobs that this process holds.</summary>
internal sealed class HeldJobs
{
    private readonly ConcurrentDictionary<Lease, HeldJob> _jobs = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;

    /// <summary>How many there are.</summary>
    public int Count => _jobs.Count;

    /// <summary>A copy of the list.</summary>
    public IReadOnlyList<HeldJob> All() => [.. _jobs.Values];

    /// <summary>Whether it is held still.</summary>
    public bool Has(HeldJob job) => _jobs.ContainsKey(job.Claim.Lease);

    public void Add(HeldJob job) => _jobs[job.Claim.Lease] = job;

    public void Remove(HeldJob job)
    {
        _jobs.TryRemove(job.Claim.Lease, out _);
        job.Dispose();
        lock (_lock)
        {
            if (_jobs.IsEmpty)
                _empty?.TrySetResult();
        }
    }

    /// <summary>Ends when none is held; to be asked when no more come.</summary>
    public Task EmptyAsync()
    {
        lock (_lock)
        {
            if (_jobs.IsEmpty)
                return Task.CompletedTask;
            return (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
