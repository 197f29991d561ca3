using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Outbox;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>The statements on the outbox, and retention.</summary>
internal static class PostgresUpkeep
{
    public static async Task<bool> LeaseAsync(NpgsqlConnection connection, string sink, string holder, DateTimeOffset now, TimeSpan time, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session.Add(
            "INSERT INTO outbox_lease AS held (sink, holder, until) VALUES ($1, $2, $3) ON CONFLICT (sink) DO UPDATE SET holder = $2, until = $3 WHERE held.holder = $2 OR held.until <= $4",
            sink, holder, PostgresJobTable.Ms(now + time), PostgresJobTable.Ms(now));
        return await session.RunAsync(cancel) > 0;
    }

    public static async Task<int> ReleaseAsync(NpgsqlConnection connection, string sink, string holder, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        return await session.Add("DELETE FROM outbox_lease WHERE sink = $1 AND holder = $2", sink, holder).RunAsync(cancel);
    }

    public static async Task<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(NpgsqlConnection connection, string sink, long after, int max, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        session.Add("SELECT id, topic, key, headers, body FROM outbox WHERE sink = $1 AND dead IS NULL AND id > $2 ORDER BY id LIMIT $3", sink, after, max);
        return await session.RowsAsync(
            row => new OutboxMessage(row.GetInt64(0), row.GetString(1), row.GetString(2), JobRow.Headers(row.GetString(3)), row.GetFieldValue<byte[]>(4)),
            cancel);
    }

    public static async Task<int> AcknowledgeAsync(NpgsqlConnection connection, IReadOnlyList<OutboxReceipt> receipts, CancellationToken cancel)
    {
        var dead = receipts.Where(r => r.DeadReason is not null).ToArray();
        await using var session = new PostgresSession(connection);
        session
            // Waits for no flush: what a crash of the server brings back is sent once more, as after a crash of ours.
            .Add("SELECT set_config('synchronous_commit', 'off', true)")
            .Add("DELETE FROM outbox WHERE id = ANY($1)", receipts.Where(r => r.DeadReason is null).Select(r => r.Id).ToArray())
            .Add("UPDATE outbox SET dead = n.dead FROM unnest($1, $2) AS n (id, dead) WHERE outbox.id = n.id", dead.Select(r => r.Id).ToArray(), dead.Select(r => JobRules.Clean(r.DeadReason)).ToArray());
        return await session.RunAsync(cancel);
    }

    public static async Task<int> DeleteAsync(NpgsqlConnection connection, DateTimeOffset before, int max, CancellationToken cancel)
    {
        await using var session = new PostgresSession(connection);
        // What ended before the moment was created before it: the index leads to it.
        session
            .Add(
                """
                DELETE FROM jobs WHERE id = ANY(ARRAY(
                    SELECT one.id FROM unnest($1) AS s (state) CROSS JOIN unnest($2) AS t (task) CROSS JOIN LATERAL (
                        SELECT id FROM jobs WHERE jobs.state = s.state AND jobs.task = t.task AND created < $3 AND ended < $3 AND due IS NULL
                        ORDER BY created LIMIT $4 FOR UPDATE SKIP LOCKED) AS one
                    LIMIT $4))
                """,
                (short[])[(short)JobState.Completed, (short)JobState.Error, (short)JobState.SyncFailed], JobTasks.All.ToArray(), PostgresJobTable.Ms(before), max)
            .Add("DELETE FROM outbox WHERE id = ANY(ARRAY(SELECT id FROM outbox WHERE dead IS NOT NULL AND created < $1 LIMIT $2))", PostgresJobTable.Ms(before), max);
        return await session.RunAsync(cancel);
    }
}
