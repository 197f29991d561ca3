using System.Text;
using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>What may become of a job, as pure functions: a store loads and locks rows, asks here, and writes what it is told.</summary>
internal sealed class JobRules(JobStoreOptions options)
{
    public const string Cancelled = "The job was cancelled.";
    private const int MaxReason = 4000;

    // Doublings of the pause after a lost lease: enough to part jobs, and no burden to one that was only unlucky.
    private const int LongestParting = 5;

    /// <summary>Jobs with the lowest go first: a step of priority is worth as much as the wait of <see cref="JobStoreOptions.Ageing"/>. It never changes, so an index holds the order.</summary>
    public long RankOf(Job job) => job.CreatedAt.ToUnixTimeMilliseconds() - (job.Priority * (long)options.Ageing.TotalMilliseconds);

    public static Job New(NewJob wish, Guid id, DateTimeOffset now)
    {
        if (!JobTasks.IsKnown(wish.TaskType))
            throw new ArgumentException($"There is no task type '{wish.TaskType}'; there are {string.Join(", ", JobTasks.All)}.");
        if (wish.Priority is < JobTasks.MinPriority or > JobTasks.MaxPriority)
            throw new ArgumentException($"The priority is {wish.Priority}, and must be from {JobTasks.MinPriority} to {JobTasks.MaxPriority}.");
        if (wish.IdempotencyKey is { } key && (key.Length is 0 or > 255 || key != Clean(key)))
            throw new ArgumentException("An idempotency key has 1 to 255 characters of valid text.");
        if (wish.Parameters is { } parameters && VideoParameterRules.Faults(parameters) is [var fault, ..])
            throw new ArgumentException($"{fault.Field} {fault.Message}");
        return new()
        {
            Id = id,
            TaskType = wish.TaskType,
            MediaStoreId = wish.MediaStoreId,
            Priority = wish.Priority,
            State = JobState.Pending,
            CreatedAt = now,
            TraceParent = wish.TraceParent is null ? null : Clean(wish.TraceParent),
            Parameters = wish.TaskType == JobTasks.VideoFaces ? wish.Parameters ?? new() : null,
        };
    }

    /// <summary>Whether an idempotency key that is in use was used for the same.</summary>
    public static bool IsSame(Job there, Job wish) =>
        there.TaskType == wish.TaskType && there.MediaStoreId == wish.MediaStoreId && there.Priority == wish.Priority && there.Parameters == wish.Parameters;

    public (ClaimResult Answer, Job? After) Claim(Job? job, DateTimeOffset now)
    {
        bool expired = job is { State: JobState.Processing } && job.DueAt <= now;
        if (expired)
            job = Expire(job!, now);
        switch (job)
        {
            case null:
                return (new(ClaimOutcome.Unknown, null), null);
            case { State: JobState.Processing }:
                return (new(ClaimOutcome.Taken, job), null);
            case { State: JobState.Pending } when job.DueAt > now:
                return (new(ClaimOutcome.Waiting, job), expired ? job : null);
            case { State: JobState.Pending }:
                var claimed = job with { State = JobState.Processing, StartedAt = now, DueAt = now + options.Lease, Fence = job.Fence + 1, Attempts = job.Attempts + 1, Progress = null };
                return (new(ClaimOutcome.Claimed, claimed), claimed);
            default:
                return (new(ClaimOutcome.Ended, job), expired ? job : null);
        }
    }

    /// <summary>Of a job in sync_failed that is due. The last delivery has no next one: should its worker die, it is given up.</summary>
    public Job ClaimForSync(Job job, DateTimeOffset now) => job with
    {
        Fence = job.Fence + 1,
        SyncAttempts = job.SyncAttempts + 1,
        DueAt = job.SyncAttempts + 1 < options.SyncAttempts ? now + options.Lease : null,
    };

    /// <summary>Of a job whose lease has run out. A worker that dies takes all jobs in its hands along, and nobody knows whether one of them was to blame: so the first losses do not count, and from the second on each job pauses for a time of its own, which parts it from the others.</summary>
    public Job Expire(Job job, DateTimeOffset now)
    {
        string reason = $"The worker of claim {job.Fence} stopped without an answer.";
        bool counts = job.Fence > options.FreeClaims;
        if (counts && job.Attempts >= options.Attempts)
            return job with { State = JobState.Error, EndedAt = now, DueAt = null, Error = GivenUp(reason, job) };
        return job with
        {
            State = JobState.Pending,
            StartedAt = null,
            // A loss that counts pauses as any other failed attempt does, so that what only came into bad times outlives them.
            DueAt = job.Fence == 1 ? null : now + Pause(job, (int)Math.Min(job.Fence - 1, LongestParting) + (counts ? job.Attempts : 0), options.RetryDelay, options.MaxRetryDelay),
            Attempts = counts ? job.Attempts : job.Attempts - 1,
            Error = reason,
        };
    }

    public (bool Answer, Job? After) Extend(Job? job, Lease lease, DateTimeOffset now)
    {
        if (job is null || job.Fence != lease.Fence || job.State is not (JobState.Processing or JobState.SyncFailed))
            return (false, null);
        return (true, job.DueAt is null ? null : job with { DueAt = now + options.Lease });
    }

    /// <returns>False where the lease is lost, and nothing changes.</returns>
    public static (bool Answer, Job? After) Report(Job? job, Lease lease, JobProgress progress) =>
        job is { State: JobState.Processing } && job.Fence == lease.Fence ? (true, job with { Progress = progress }) : (false, null);

    /// <returns>False where the lease is lost, and nothing changes. What was told before is not done twice, so that a caller may ask again after a broken connection.</returns>
    public (bool Answer, Job? After) Finish(Job? job, JobOutcome outcome, DateTimeOffset now)
    {
        if (job is null || job.Fence != outcome.Lease.Fence)
            return (false, null);
        return job.State switch
        {
            JobState.Processing => (true, FinishWork(job, outcome, now)),
            JobState.SyncFailed => (true, FinishSync(job, outcome, now)),
            JobState.Completed => (outcome.Ending == JobEnding.Completed, null),
            JobState.Error => (outcome.Ending is JobEnding.Failed or JobEnding.Retry or JobEnding.Postponed, null),
            _ => (outcome.Ending is JobEnding.Retry or JobEnding.Postponed or JobEnding.Released, null),
        };
    }

    public static (JobActionResult Answer, Job? After) Cancel(Job? job, DateTimeOffset now)
    {
        if (job is null)
            return (new(JobAction.Unknown, null), null);
        if (job.State is JobState.Completed or JobState.Error)
            return (new(JobAction.Refused, job), null);
        var after = job with { State = JobState.Error, EndedAt = now, DueAt = null, Fence = job.Fence + 1, Error = Cancelled };
        return (new(JobAction.Done, after), after);
    }

    public static (JobActionResult Answer, Job? After) Retry(Job? job, DateTimeOffset now)
    {
        var after = job switch
        {
            { State: JobState.Error } => job with { State = JobState.Pending, StartedAt = null, EndedAt = null, DueAt = null, Attempts = 0, SyncAttempts = 0, Error = null, Result = null },
            { State: JobState.SyncFailed } => job with { DueAt = now, SyncAttempts = 0 },
            _ => null,
        };
        return (new(job is null ? JobAction.Unknown : after is null ? JobAction.Refused : JobAction.Done, after ?? job), after);
    }

    /// <summary>The event of a change, or null.</summary>
    public static JobEvent? EventOf(Job? before, Job after) => after.State switch
    {
        _ when before?.State == after.State => null,
        JobState.Pending => new(after.DueAt is null ? JobEventKind.Ready : JobEventKind.Retrying, after),
        JobState.Completed => new(JobEventKind.Completed, after),
        JobState.Error => new(JobEventKind.Failed, after),
        JobState.SyncFailed => new(JobEventKind.SyncFailed, after),
        _ => null,
    };

    /// <summary>The rows of the outbox for events, in their order.</summary>
    public List<(string Sink, Guid Job, OutboxDraft Draft)> DraftsOf(IEnumerable<JobEvent> events)
    {
        List<(string, Guid, OutboxDraft)> drafts = [];
        if (options.Sinks.Count == 0)
            return drafts;
        foreach (var @event in events)
        {
            foreach (var sink in options.Sinks)
            {
                if (sink.Write(@event) is { } draft)
                    drafts.Add((sink.Name, @event.Job.Id, draft));
            }
        }

        return drafts;
    }

    private Job FinishWork(Job job, JobOutcome outcome, DateTimeOffset now) => outcome.Ending switch
    {
        JobEnding.Completed => job with { State = JobState.Completed, EndedAt = now, DueAt = null, Error = null, Result = outcome.Result ?? job.Result },
        JobEnding.SyncFailed => job with
        {
            State = JobState.SyncFailed,
            EndedAt = now,
            DueAt = options.SyncAttempts > 1 ? now + Pause(job, 1, options.SyncDelay, options.MaxSyncDelay) : null,
            SyncAttempts = 1,
            Error = Clean(outcome.Reason),
            Result = outcome.Result ?? job.Result,
        },
        JobEnding.Postponed when now - job.CreatedAt < options.Patience => job with
        {
            State = JobState.Pending,
            StartedAt = null,
            DueAt = now + (outcome.After ?? PauseByAge(job, now)),
            Attempts = job.Attempts - 1,
            Error = Clean(outcome.Reason),
        },
        JobEnding.Retry or JobEnding.Postponed when job.Attempts < options.Attempts => job with
        {
            State = JobState.Pending,
            StartedAt = null,
            DueAt = now + (outcome.After ?? Pause(job, job.Attempts, options.RetryDelay, options.MaxRetryDelay)),
            Error = Clean(outcome.Reason),
        },
        JobEnding.Retry or JobEnding.Postponed => job with { State = JobState.Error, EndedAt = now, DueAt = null, Error = GivenUp(Clean(outcome.Reason), job) },
        JobEnding.Failed => job with { State = JobState.Error, EndedAt = now, DueAt = null, Error = Clean(outcome.Reason) },
        _ => job with { State = JobState.Pending, StartedAt = null, DueAt = null, Attempts = job.Attempts - 1 },
    };

    private Job FinishSync(Job job, JobOutcome outcome, DateTimeOffset now) => outcome.Ending switch
    {
        JobEnding.Completed => job with { State = JobState.Completed, EndedAt = now, DueAt = null, Error = null, Result = outcome.Result ?? job.Result },
        JobEnding.Failed => job with { DueAt = null, Error = Clean(outcome.Reason) },
        JobEnding.Released => job with { DueAt = now, SyncAttempts = job.SyncAttempts - 1 },
        _ => job with
        {
            DueAt = job.SyncAttempts < options.SyncAttempts ? now + (outcome.After ?? Pause(job, job.SyncAttempts, options.SyncDelay, options.MaxSyncDelay)) : null,
            Error = Clean(outcome.Reason),
        },
    };

    // A job that has waited long can wait a little longer: nothing need be counted.
    private TimeSpan PauseByAge(Job job, DateTimeOffset now)
    {
        double quarter = Math.Clamp((now - job.CreatedAt).TotalMilliseconds / 4, options.RetryDelay.TotalMilliseconds, options.MaxRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(Spread(job, (int)job.Fence, quarter))));
    }

    private static string GivenUp(string reason, Job job) => $"{reason} (Given up after {job.Attempts} attempt{(job.Attempts == 1 ? "" : "s")}.)";

    private static TimeSpan Pause(Job job, int attempt, TimeSpan first, TimeSpan longest)
    {
        double doubled = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 40)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(Spread(job, attempt, doubled))));
    }

    // Chance comes from the id: spread over jobs, and the same wherever it is computed.
    private static double Spread(Job job, int attempt, double pause)
    {
        Span<byte> id = stackalloc byte[16];
        job.Id.TryWriteBytes(id);
        double chance = ((BitConverter.ToUInt32(id[12..]) + (uint)attempt) * 2654435761u) / (double)uint.MaxValue;
        return pause * (1 - (chance / 2));
    }

    // No database takes a zero or half a surrogate pair inside a text.
    public static string Clean(string? text)
    {
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")).Replace("\0", "", StringComparison.Ordinal);
        return valid.Length <= MaxReason ? valid : string.Concat(valid.AsSpan(0, char.IsHighSurrogate(valid[MaxReason - 1]) ? MaxReason - 1 : MaxReason), "…");
    }
}
