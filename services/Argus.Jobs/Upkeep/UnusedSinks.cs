using Argus.Data.Jobs;
using Argus.Data.Messaging.Outbox;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;

namespace Argus.Jobs.Upkeep;

/// <summary>Sets rows aside that wait for a sink which the settings name no more: nobody will send them. Retention deletes them later.</summary>
internal sealed class UnusedSinks(IJobStore jobs, JobsOptions options, ILogger log)
{
    private const int Batch = 500;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly string _holder = $"unused/{Guid.NewGuid():N}";

    /// <summary>Does it, where no other process sends them at this moment.</summary>
    public async Task SetAsideAsync(CancellationToken cancel)
    {
        var used = OutboxSinks.Of(options).Select(sink => sink.Name).ToHashSet();
        foreach (string sink in OutboxSinks.All.Where(name => !used.Contains(name)))
        {
            int count = 0;
            while (await RowsAsync(sink, cancel) is { Count: > 0 } rows)
            {
                await jobs.AcknowledgeOutboxAsync([.. rows.Select(row => new OutboxReceipt(row.Id, $"There is no sink {sink} in the settings any more."))], cancel);
                count += rows.Count;
            }

            if (count == 0)
                continue;
            await jobs.ReleaseOutboxAsync(sink, _holder, cancel);
            Log.SetAside(log, count, sink);
        }
    }

    private async Task<IReadOnlyList<OutboxMessage>> RowsAsync(string sink, CancellationToken cancel)
    {
        var rows = await jobs.ReadOutboxAsync(sink, long.MinValue, Batch, cancel);
        // In a rolling change of settings the processes of before still send.
        return rows.Count == 0 || await jobs.LeaseOutboxAsync(sink, _holder, Lease, cancel) ? rows : [];
    }
}
