using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>The creation of a batch of jobs.</summary>
internal sealed class PostgresCreation(NpgsqlConnection connection, PostgresJobTable table, IReadOnlyList<(NewJob Wish, Job Job)> made)
{
    /// <summary>Creates what is new and finds what stands in the way of the rest.</summary>
    public async Task<IReadOnlyList<CreateResult>> RunAsync(JobSignals signals, DateTimeOffset now, CancellationToken cancel)
    {
        // What stood in the way may be deleted before it is read; then the rest is tried again, which ends as soon as nothing is deleted in between.
        var results = new CreateResult?[made.Count];
        while (true)
        {
            int[] open = [.. Enumerable.Range(0, made.Count).Where(i => results[i] is null)];
            if (open.Length == 0)
                return results!;
            await TryAsync(open, results, signals, now, cancel);
        }
    }

    private async Task TryAsync(int[] open, CreateResult?[] results, JobSignals signals, DateTimeOffset now, CancellationToken cancel)
    {
        var added = await table.InsertAsync(connection, [.. open.Select(i => made[i])], cancel);
        List<JobEvent> events = [];
        foreach (int i in open)
        {
            // The same twice in a batch: the first is the new one.
            if (!added.Remove((made[i].Job.Id, made[i].Job.TaskType, made[i].Job.MediaStoreId)))
                continue;
            results[i] = new(CreateOutcome.Created, made[i].Job);
            if (made[i].Wish.Announce)
                events.Add(JobRules.EventOf(null, made[i].Job)!);
        }

        int[] left = [.. open.Where(i => results[i] is null)];
        if (left.Length > 0)
        {
            var clashes = await PostgresJobTable.ClashesAsync(connection, [.. left.Select(i => made[i])], cancel);
            foreach (int i in left)
                results[i] = Explain(made[i].Wish, made[i].Job, clashes);
        }

        bool any = left.Length < open.Length;
        signals.Set(await table.CommitAsync(connection, [], events, any ? JobSignalKinds.Work | JobSignalKinds.Changes : JobSignalKinds.None, now, cancel));
    }

    private static CreateResult? Explain(NewJob wish, Job job, List<(Job Job, string? Key)> clashes)
    {
        // It was made by a first try whose answer was lost.
        if (wish.Id is null && clashes.FirstOrDefault(c => c.Job.Id == job.Id).Job is { } own)
            return new(CreateOutcome.Created, own);
        if (wish.IdempotencyKey is { } key && clashes.FirstOrDefault(c => c.Key == key).Job is { } first)
            return new(JobRules.IsSame(first, job) ? CreateOutcome.Repeated : CreateOutcome.KeyReused, first);
        var there = clashes.FirstOrDefault(c => c.Job.Id == job.Id).Job ?? clashes.FirstOrDefault(c => c.Job.TaskType == job.TaskType && c.Job.MediaStoreId == job.MediaStoreId).Job;
        return there is null ? null : new(CreateOutcome.Exists, there);
    }
}
