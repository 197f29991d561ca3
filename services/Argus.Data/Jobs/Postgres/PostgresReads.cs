using Argus.Contracts.Jobs;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

internal static class PostgresReads
{
    public static async Task<JobPage> ListAsync(NpgsqlConnection connection, JobFilter filter, CancellationToken cancel)
    {
        var after = filter.After ?? new(long.MaxValue, Guid.AllBitsSet);
        short[] states = [.. (filter.States.Count > 0 ? filter.States.Distinct() : Enum.GetValues<JobState>()).Select(s => (short)s)];
        string[] tasks = [.. filter.Tasks.Count > 0 ? filter.Tasks.Distinct() : JobTasks.All];
        await using var session = new PostgresSession(connection);
        if (filter.MediaStoreId is { } media)
        {
            session.Add(
                $"SELECT {JobRow.Columns} FROM jobs WHERE task = ANY($1) AND media_id = $2 AND state = ANY($3) AND (created, id) < ($4, $5) ORDER BY created DESC, id DESC LIMIT $6",
                tasks, media, states, after.CreatedMs, after.Id, filter.Limit + 1);
        }
        else
        {
            // One walk through the index for each state and task: each in the right order, so that none reads more than a page.
            session.Add(
                $"""
                SELECT one.* FROM unnest($1) AS s (state) CROSS JOIN unnest($2) AS t (task) CROSS JOIN LATERAL (
                    SELECT {JobRow.Columns} FROM jobs WHERE jobs.state = s.state AND jobs.task = t.task AND (created, id) < ($3, $4)
                    ORDER BY created DESC, id DESC LIMIT $5) AS one
                ORDER BY one.created DESC, one.id DESC LIMIT $5
                """,
                states, tasks, after.CreatedMs, after.Id, filter.Limit + 1);
        }

        return JobPage.Of(await session.RowsAsync(PostgresJobTable.Read, cancel), filter.Limit);
    }

    /// <summary>Begins a transaction and marks the ready jobs whose message is old as announced.</summary>
    public static async Task<List<Job>> LockLostAsync(NpgsqlConnection connection, DateTimeOffset before, int max, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session.Add("BEGIN").Add(
            $"""
            WITH front AS MATERIALIZED (
                SELECT one.id FROM unnest($1) AS t (task) CROSS JOIN LATERAL (
                    SELECT id FROM (
                        SELECT id, announced FROM jobs WHERE state = 0 AND due IS NULL AND jobs.task = t.task
                        ORDER BY rank, id LIMIT $2) AS near
                    WHERE near.announced < $3 LIMIT $4) AS one),
            locked AS MATERIALIZED (
                SELECT id FROM jobs WHERE id IN (SELECT id FROM front) AND state = 0 AND due IS NULL AND announced < $3 ORDER BY id FOR UPDATE SKIP LOCKED)
            UPDATE jobs SET announced = $5 WHERE id IN (SELECT id FROM locked) RETURNING {JobRow.Columns}
            """,
            JobTasks.All.ToArray(), 10L * max, PostgresJobTable.Ms(before), max, PostgresJobTable.Ms(now));
        return await session.RowsAsync(PostgresJobTable.Read, cancel);
    }

    public static async Task<JobStatistics> CountAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session
            .Add("SELECT state, task, count(*), min(created) FROM jobs GROUP BY state, task")
            .Add("SELECT sink, count(*) FILTER (WHERE dead IS NULL), count(dead), min(created) FILTER (WHERE dead IS NULL) FROM outbox GROUP BY sink");
        await using var reader = await session.SendAsync(cancel);
        var jobs = await PostgresSession.RowsAsync(reader, row => new JobCount((JobState)row.GetInt16(0), row.GetString(1), row.GetInt64(2), JobRow.Moment(row, 3)!.Value), cancel);
        await reader.NextResultAsync(cancel);
        return new(jobs, await PostgresSession.RowsAsync(reader, row => new OutboxCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2), JobRow.Moment(row, 3)), cancel));
    }

    public static async Task<DateTimeOffset?> NextDueAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session.Add("SELECT least((SELECT min(due) FROM jobs WHERE state = 0 AND due IS NOT NULL), (SELECT min(due) FROM jobs WHERE state = 1 AND due IS NOT NULL), (SELECT min(due) FROM jobs WHERE state = 4 AND due IS NOT NULL))");
        return (await session.RowsAsync(row => JobRow.Moment(row, 0), cancel))[0];
    }
}
