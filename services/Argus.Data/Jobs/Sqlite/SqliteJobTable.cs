using Argus.Contracts.Jobs;
using Microsoft.Data.Sqlite;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>The statements on jobs and their events, inside a transaction of the writer.</summary>
internal sealed class SqliteJobTable(JobRules rules)
{
    private const string Select = $"SELECT {JobRow.Columns} FROM jobs ";

    /// <summary>Ended leases and due retries that one claim looks after; the rest is left to the next.</summary>
    private const int Tended = 500;

    public static Job? Find(SqliteSession session, Guid id) =>
        session.Rows(Read, Select + "WHERE id = $1", SqliteSession.Bytes(id)).FirstOrDefault();

    public CreateResult Create(SqliteSession session, NewJob wish, Job job)
    {
        if (wish.IdempotencyKey is { } key && session.Rows(Read, Select + "WHERE idempotency_key = $1", key).FirstOrDefault() is { } first)
            return new(JobRules.IsSame(first, job) ? CreateOutcome.Repeated : CreateOutcome.KeyReused, first);
        long created = job.CreatedAt.ToUnixTimeMilliseconds();
        int added = session.Run(
            "INSERT INTO jobs (id, task, media_id, priority, rank, state, created, fence, attempts, sync_attempts, announced, idempotency_key, trace, params) VALUES ($1, $2, $3, $4, $5, 0, $6, 0, 0, 0, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            SqliteSession.Bytes(job.Id), job.TaskType, job.MediaStoreId, job.Priority, rules.RankOf(job), created, wish.IdempotencyKey, job.TraceParent, JobRow.Parameters(job));
        if (added == 0)
            return new(CreateOutcome.Exists, Find(session, job.Id) ?? session.Rows(Read, Select + "WHERE task = $1 AND media_id = $2", job.TaskType, job.MediaStoreId)[0]);
        session.Signals |= JobSignalKinds.Work | JobSignalKinds.Changes;
        if (wish.Announce)
            Tell(session, JobRules.EventOf(null, job), job.CreatedAt);
        return new(CreateOutcome.Created, job);
    }

    /// <summary>Writes what a rule made of a job, and its event.</summary>
    public void Save(SqliteSession session, JobChange change, DateTimeOffset now)
    {
        var (before, after) = change;
        session.Run(
            "UPDATE jobs SET state = $2, started = $3, ended = $4, due = $5, fence = $6, attempts = $7, sync_attempts = $8, error = $9 WHERE id = $1",
            SqliteSession.Bytes(after.Id), (int)after.State, Ms(after.StartedAt), Ms(after.EndedAt), Ms(after.DueAt), after.Fence, after.Attempts, after.SyncAttempts, after.Error);
        if (!ReferenceEquals(before.Result, after.Result))
            session.Run("UPDATE jobs SET result = $2 WHERE id = $1", SqliteSession.Bytes(after.Id), after.Result);
        if (before.Progress != after.Progress)
            session.Run("UPDATE jobs SET frames = $2, frames_total = $3 WHERE id = $1", SqliteSession.Bytes(after.Id), after.Progress?.Frames, after.Progress?.Total);
        session.Signals |= change.Kinds;
        if (after.DueAt is { } due && !(session.WorkAt < due))
            session.WorkAt = due;
        Tell(session, change.Event, now);
    }

    public List<Claim> Claim(SqliteSession session, IReadOnlyList<string> tasks, int max, DateTimeOffset now)
    {
        Expire(session, now);
        // Only of these tasks: others may be claimed by those who look for what is due.
        string[] wanted = [.. tasks.Distinct()];
        string names = string.Join(", ", wanted.Select((_, i) => $"${i + 2}"));
        session.Run($"UPDATE jobs SET due = NULL WHERE seq IN (SELECT seq FROM jobs WHERE state = 0 AND due IS NOT NULL AND due <= $1 AND task IN ({names}) ORDER BY due LIMIT {Tended})", [Ms(now), .. wanted]);
        var first = wanted
            .SelectMany(task => session.Rows(Read, Select + "WHERE state = 0 AND due IS NULL AND task = $1 ORDER BY rank, id LIMIT $2", task, max))
            .OrderBy(rules.RankOf).ThenBy(job => job.Id).Take(max).ToList();
        var claims = first.ConvertAll(job => new Claim(rules.Claim(job, now).After!));
        for (int i = 0; i < first.Count; i++)
            Save(session, new(first[i], claims[i].Job), now);
        return claims;
    }

    public List<Claim> ClaimDue(SqliteSession session, int max, DateTimeOffset now)
    {
        Expire(session, now);
        var due = session.Rows(Read, Select + "WHERE state = 0 AND due IS NOT NULL AND due <= $1 ORDER BY due LIMIT $2", Ms(now), max);
        var claims = due.ConvertAll(job => new Claim(rules.Claim(job, now).After!));
        for (int i = 0; i < due.Count; i++)
            Save(session, new(due[i], claims[i].Job), now);
        return claims;
    }

    public List<Claim> ClaimForSync(SqliteSession session, int max, DateTimeOffset now)
    {
        var due = session.Rows(Read, Select + "WHERE state = 4 AND due IS NOT NULL AND due <= $1 ORDER BY due LIMIT $2", Ms(now), max);
        var claims = due.ConvertAll(job => new Claim(rules.ClaimForSync(job, now)));
        for (int i = 0; i < due.Count; i++)
            Save(session, new(due[i], claims[i].Job), now);
        return claims;
    }

    public int Announce(SqliteSession session, DateTimeOffset before, int max, DateTimeOffset now)
    {
        int written = 0;
        foreach (string task in JobTasks.All)
        {
            var lost = session.Rows(
                Read,
                $"SELECT {JobRow.Columns} FROM (SELECT {JobRow.Columns}, announced FROM jobs WHERE state = 0 AND due IS NULL AND task = $1 ORDER BY rank, id LIMIT $2) WHERE announced < $3 LIMIT $4",
                task, 10L * max, Ms(before), max);
            foreach (var job in lost)
            {
                session.Run("UPDATE jobs SET announced = $2 WHERE id = $1", SqliteSession.Bytes(job.Id), Ms(now));
                Tell(session, new(JobEventKind.Ready, job), now);
            }

            written += lost.Count;
        }

        return written;
    }

    /// <summary>The moment when the next retry, delivery or end of a lease is due.</summary>
    public static DateTimeOffset? NextDue(SqliteSession session) =>
        session.Number("SELECT min(due) FROM (SELECT * FROM (SELECT min(due) AS due FROM jobs WHERE state = 0 AND due IS NOT NULL) UNION ALL SELECT * FROM (SELECT min(due) FROM jobs WHERE state = 1 AND due IS NOT NULL) UNION ALL SELECT * FROM (SELECT min(due) FROM jobs WHERE state = 4 AND due IS NOT NULL))")
            is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    public static Job Read(SqliteDataReader row) => JobRow.Read(row, SqliteSession.Id(row));

    public static object? Ms(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();

    private void Expire(SqliteSession session, DateTimeOffset now)
    {
        foreach (var dead in session.Rows(Read, Select + $"WHERE state = 1 AND due IS NOT NULL AND due <= $1 ORDER BY due LIMIT {Tended}", Ms(now)))
            Save(session, new(dead, rules.Expire(dead, now)), now);
    }

    private void Tell(SqliteSession session, JobEvent? @event, DateTimeOffset now)
    {
        if (@event is null)
            return;
        foreach (var (sink, job, draft) in rules.DraftsOf([@event]))
        {
            session.Run(
                "INSERT INTO outbox (sink, topic, key, headers, body, created) VALUES ($1, $2, $3, $4, $5, $6)",
                sink, draft.Topic, job.ToString(), JobRow.Headers(draft.Headers), draft.Body.ToArray(), Ms(now));
            session.Signals |= JobSignalKinds.Outbox;
        }
    }
}
