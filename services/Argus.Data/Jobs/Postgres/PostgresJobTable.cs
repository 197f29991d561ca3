using Argus.Contracts.Jobs;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>The statements on jobs and their events. Rows are locked in the order of their ids, so that two callers never wait for each other.</summary>
internal sealed class PostgresJobTable(JobRules rules, string channel)
{
    private const string Select = $"SELECT {JobRow.Columns} FROM jobs ";

    // The time of an attempt is changed here, as in JobRules.Claim: one statement is half of the cost of two.
    private static readonly string Claims = $"""
        WITH first AS MATERIALIZED (
            SELECT one.id FROM unnest($1) AS wanted (task) CROSS JOIN LATERAL (
                SELECT id, rank FROM jobs WHERE state = 0 AND due IS NULL AND jobs.task = wanted.task
                ORDER BY rank, id LIMIT $2 FOR UPDATE SKIP LOCKED) AS one
            WHERE $5 OR NOT EXISTS (SELECT 1 FROM jobs WHERE state = 1 AND due IS NOT NULL AND due <= $3)
            ORDER BY one.rank, one.id LIMIT $2),
        claimed AS (
            UPDATE jobs SET state = 1, started = $3, due = $4, fence = fence + 1, attempts = attempts + 1, frames = NULL, frames_total = NULL
            FROM first WHERE jobs.id = first.id RETURNING jobs.*)
        SELECT {JobRow.Columns} FROM claimed ORDER BY rank, id
        """;

    public static Job Read(NpgsqlDataReader row) => JobRow.Read(row, row.GetGuid(0));

    public static async Task<List<Job>> FindAsync(NpgsqlConnection connection, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        return await session.Add(Select + "WHERE id = ANY($1)", ids.Distinct().ToArray()).RowsAsync(Read, cancel);
    }

    /// <summary>Begins a transaction and locks jobs.</summary>
    public static async Task<List<Job>> LockAsync(NpgsqlConnection connection, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        return await session.Add("BEGIN").Add(Select + "WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids.Distinct().ToArray()).RowsAsync(Read, cancel);
    }

    /// <summary>Begins a transaction and locks jobs that are due in a state, unless another has them.</summary>
    public static async Task<List<Job>> LockDueAsync(NpgsqlConnection connection, JobState state, int max, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        return await session.Add("BEGIN")
            .Add(Select + $"WHERE state = {(int)state} AND due IS NOT NULL AND due <= $1 ORDER BY due LIMIT $2 FOR UPDATE SKIP LOCKED", Ms(now), max)
            .RowsAsync(Read, cancel);
    }

    /// <summary>Moves due retries to the ready jobs, then claims the first.</summary>
    /// <param name="regardless">False: claims nothing where leases have run out, for their jobs may come first.</param>
    /// <returns>Also whether leases have run out that somebody must look after.</returns>
    public static async Task<(List<Claim> Claims, bool Expired)> ClaimAsync(NpgsqlConnection connection, string[] tasks, int max, DateTimeOffset now, TimeSpan lease, bool regardless, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session
            .Add("UPDATE jobs SET due = NULL WHERE id = ANY(ARRAY(SELECT id FROM jobs WHERE state = 0 AND due IS NOT NULL AND due <= $1 AND task = ANY($2) ORDER BY due LIMIT 500 FOR UPDATE SKIP LOCKED))", Ms(now), tasks)
            .Add(Claims, tasks, max, Ms(now), Ms(now + lease), regardless)
            .Add("SELECT 1 FROM jobs WHERE state = 1 AND due IS NOT NULL AND due <= $1 LIMIT 1", Ms(now));
        await using var reader = await session.SendAsync(cancel);
        var claims = await PostgresSession.RowsAsync(reader, row => new Claim(Read(row)), cancel);
        await reader.NextResultAsync(cancel);
        return (claims, await reader.ReadAsync(cancel));
    }

    /// <summary>Begins a transaction and adds jobs; those that clash with one that is there are left out.</summary>
    /// <returns>Those that are new.</returns>
    public async Task<HashSet<(Guid Id, string Task, long Media)>> InsertAsync(NpgsqlConnection connection, IReadOnlyList<(NewJob Wish, Job Job)> made, CancellationToken cancel)
    {
        var sorted = made.OrderBy(m => m.Job.TaskType, StringComparer.Ordinal).ThenBy(m => m.Job.MediaStoreId).ToArray();
        await using var session = new PostgresSession(connection);
        session.Add("BEGIN").Add(
            """
            INSERT INTO jobs (id, task, media_id, priority, rank, state, created, fence, attempts, sync_attempts, announced, idempotency_key, trace, params)
            SELECT id, task, media_id, priority, rank, 0, created, 0, 0, 0, created, key, trace, params
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY AS n (id, task, media_id, priority, rank, created, key, trace, params, place) ORDER BY place
            ON CONFLICT DO NOTHING RETURNING id, task, media_id
            """,
            All(m => m.Job.Id), All(m => m.Job.TaskType), All(m => m.Job.MediaStoreId), All(m => (short)m.Job.Priority), All(m => rules.RankOf(m.Job)), All(m => Ms(m.Job.CreatedAt)), All(m => m.Wish.IdempotencyKey), All(m => m.Job.TraceParent), All(m => JobRow.Parameters(m.Job)));
        return [.. await session.RowsAsync(row => (row.GetGuid(0), row.GetString(1), row.GetInt64(2)), cancel)];

        T[] All<T>(Func<(NewJob Wish, Job Job), T> value) => [.. sorted.Select(value)];
    }

    /// <summary>The jobs that stand in the way of others.</summary>
    public static async Task<List<(Job Job, string? Key)>> ClashesAsync(NpgsqlConnection connection, IReadOnlyList<(NewJob Wish, Job Job)> made, CancellationToken cancel)
    {
        const string Columns = $"SELECT {JobRow.Columns}, idempotency_key FROM jobs ";
        string[] keys = [.. made.Select(m => m.Wish.IdempotencyKey).OfType<string>()];
        await using var session = new PostgresSession(connection);
        session.Add(
            $"{Columns} WHERE id = ANY($1) UNION {Columns} WHERE idempotency_key = ANY($2) UNION SELECT {JobRow.Columns}, idempotency_key FROM unnest($3, $4) AS n (task, media_id) JOIN jobs USING (task, media_id)",
            made.Select(m => m.Job.Id).ToArray(), keys, made.Select(m => m.Job.TaskType).ToArray(), made.Select(m => m.Job.MediaStoreId).ToArray());
        return await session.RowsAsync(row => (Read(row), row.IsDBNull(JobRow.Count) ? null : row.GetString(JobRow.Count)), cancel);
    }

    /// <summary>Writes what rules made of jobs and their events, and ends the transaction.</summary>
    /// <param name="connection">On which the transaction has begun.</param>
    /// <param name="changes">Of jobs.</param>
    /// <param name="events">For the outbox.</param>
    /// <param name="told">What other processes are told with the commit, the outbox included; none: the caller tells them.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>What is new, for those who wait.</returns>
    public async Task<JobSignalKinds> CommitAsync(NpgsqlConnection connection, IReadOnlyList<JobChange> changes, IEnumerable<JobEvent> events, JobSignalKinds told, DateTimeOffset now, CancellationToken cancel)
    {
        var kinds = told;
        await using var session = new PostgresSession(connection);
        AddChanges(session, changes);
        var drafts = rules.DraftsOf(events);
        if (drafts.Count > 0)
        {
            kinds |= JobSignalKinds.Outbox;
            session.Add(
                """
                INSERT INTO outbox (sink, topic, key, headers, body, created)
                SELECT sink, topic, key, headers, body, $6 FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS n (sink, topic, key, headers, body, place) ORDER BY place
                """,
                All(d => d.Sink), All(d => d.Draft.Topic), All(d => d.Job.ToString()), All(d => JobRow.Headers(d.Draft.Headers)), All(d => d.Draft.Body.ToArray()), Ms(now));
        }

        foreach (var change in changes)
            kinds |= change.Kinds;
        if (told != JobSignalKinds.None)
            session.Add("SELECT pg_notify($1, $2)", channel, PostgresTeller.Text(kinds));
        await session.Add("COMMIT").RunAsync(cancel);
        return kinds;

        T[] All<T>(Func<(string Sink, Guid Job, OutboxDraft Draft), T> value) => [.. drafts.Select(value)];
    }

    public static long Ms(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private static void AddChanges(PostgresSession session, IReadOnlyList<JobChange> changes)
    {
        if (changes.Count == 0)
            return;
        session.Add(
            """
            UPDATE jobs SET state = n.state, started = n.started, ended = n.ended, due = n.due, fence = n.fence,
                attempts = n.attempts, sync_attempts = n.sync_attempts, error = n.error, result = n.result, frames = n.frames, frames_total = n.frames_total
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS n (id, state, started, ended, due, fence, attempts, sync_attempts, error, result, frames, frames_total)
            WHERE jobs.id = n.id
            """,
            All(j => j.Id), All(j => (short)j.State), All(j => j.StartedAt?.ToUnixTimeMilliseconds()), All(j => j.EndedAt?.ToUnixTimeMilliseconds()), All(j => j.DueAt?.ToUnixTimeMilliseconds()),
            All(j => j.Fence), All(j => j.Attempts), All(j => j.SyncAttempts), All(j => j.Error), All(j => j.Result), All(j => j.Progress?.Frames), All(j => j.Progress?.Total));

        T[] All<T>(Func<Job, T> value) => [.. changes.Select(change => value(change.After))];
    }
}
