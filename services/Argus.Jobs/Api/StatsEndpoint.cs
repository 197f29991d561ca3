using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;

namespace Argus.Jobs.Api;

/// <summary><c>GET /jobs/stats</c>. Counting walks over all jobs: what was counted serves everybody for a while.</summary>
internal sealed class StatsEndpoint(IJobStore jobs, TimeProvider time) : IDisposable
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _counting = new(1, 1);
    private volatile JobStatsBody? _last;

    /// <summary>200 with the counts.</summary>
    public async Task GetAsync(HttpContext http)
    {
        var body = Fresh() ?? await CountAsync(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(body, ContractsJson.Default.JobStatsBody, cancellationToken: http.RequestAborted);
    }

    /// <inheritdoc/>
    public void Dispose() => _counting.Dispose();

    private JobStatsBody? Fresh() => _last is { } last && time.GetUtcNow().ToUnixTimeMilliseconds() - last.CountedAt < Age.TotalMilliseconds ? last : null;

    private async Task<JobStatsBody> CountAsync(CancellationToken cancel)
    {
        await _counting.WaitAsync(cancel);
        try
        {
            // Another may have counted while this one waited.
            if (Fresh() is { } fresh)
                return fresh;
            var counted = await jobs.CountAsync(cancel);
            return _last = new JobStatsBody
            {
                CountedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Jobs = [.. counted.Jobs.Select(c => new JobCountBody(c.State, c.TaskType, c.Count, c.OldestCreatedAt.ToUnixTimeMilliseconds()))],
                Outbox = [.. counted.Outbox.Select(c => new OutboxCountBody(c.Sink, c.Waiting, c.Dead, c.OldestAt?.ToUnixTimeMilliseconds()))],
            };
        }
        finally
        {
            _counting.Release();
        }
    }
}
