using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>Which jobs are listed: newest first.</summary>
public sealed record JobFilter
{
    /// <summary>The most jobs that one page can have.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only these states; empty: all.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>Only these task types; empty: all.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Only this picture; null: all.</summary>
    public long? MediaStoreId { get; init; }

    /// <summary>Jobs a page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended; null: the first page.</summary>
    public JobCursor? After { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The limit is.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, MaxLimit);
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">Where the next page begins, or null where this is the last.</param>
public sealed record JobPage(IReadOnlyList<Job> Jobs, JobCursor? Next)
{
    /// <summary>From the jobs of a page and one more, where there is one.</summary>
    internal static JobPage Of(List<Job> jobs, int limit)
    {
        if (jobs.Count <= limit)
            return new(jobs, null);
        var last = jobs[limit - 1];
        return new(jobs[..limit], new(last.CreatedAt.ToUnixTimeMilliseconds(), last.Id));
    }
}
