using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>The statements on the outbox, and retention.</summary>
internal static class SqliteUpkeep
{
    public static bool Lease(SqliteSession session, string sink, string holder, DateTimeOffset now, TimeSpan time) => session.Run(
        "INSERT INTO outbox_lease (sink, holder, until) VALUES ($1, $2, $3) ON CONFLICT (sink) DO UPDATE SET holder = $2, until = $3 WHERE holder = $2 OR until <= $4",
        sink, holder, SqliteJobTable.Ms(now + time), SqliteJobTable.Ms(now)) > 0;

    public static IReadOnlyList<OutboxMessage> ReadOutbox(SqliteSession session, string sink, long after, int max) => session.Rows(
        row => new OutboxMessage(row.GetInt64(0), row.GetString(1), row.GetString(2), JobRow.Headers(row.GetString(3)), row.GetFieldValue<byte[]>(4)),
        "SELECT id, topic, key, headers, body FROM outbox WHERE sink = $1 AND dead IS NULL AND id > $2 ORDER BY id LIMIT $3",
        sink, after, max);

    public static int Acknowledge(SqliteSession session, IReadOnlyList<OutboxReceipt> receipts) => receipts.Sum(receipt => receipt.DeadReason is null
        ? session.Run("DELETE FROM outbox WHERE id = $1", receipt.Id)
        : session.Run("UPDATE outbox SET dead = $2 WHERE id = $1", receipt.Id, JobRules.Clean(receipt.DeadReason)));

    public static int Delete(SqliteSession session, DateTimeOffset before, int max)
    {
        int gone = 0;
        foreach (var state in (JobState[])[JobState.Completed, JobState.Error, JobState.SyncFailed])
        {
            foreach (string task in JobTasks.All)
            {
                // What ended before the moment was created before it: the index leads to it.
                gone += session.Run(
                    "DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE state = $1 AND task = $2 AND created < $3 AND ended < $3 AND due IS NULL ORDER BY created LIMIT $4)",
                    (int)state, task, SqliteJobTable.Ms(before), max - gone);
            }
        }

        return gone + session.Run("DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE dead IS NOT NULL AND created < $1 LIMIT $2)", SqliteJobTable.Ms(before), max);
    }
}
