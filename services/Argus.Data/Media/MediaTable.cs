using Argus.Data.Jobs.Sqlite;
using Microsoft.Data.Sqlite;

namespace Argus.Data.Media;

/// <summary>The statements on what is known of entities.</summary>
internal static class MediaTable
{
    private const string Columns = "id, label, is_collection, file_name, mime, size, sha256, created";

    public static MediaEntity Add(SqliteSession session, string label, bool isCollection, MediaContent? file, DateTimeOffset now)
    {
        long id = session.Number(
            "INSERT INTO entities (label, is_collection, file_name, mime, size, sha256, created) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            label, isCollection ? 1 : 0, file?.Name, file?.MimeType, file?.Size, file?.Sha256, now.ToUnixTimeMilliseconds())!.Value;
        return new(id, label, isCollection, file, now);
    }

    public static MediaEntity? Find(SqliteSession session, long id) => session.Rows(Read, $"SELECT {Columns} FROM entities WHERE id = $1", id) is [var entity] ? entity : null;

    /// <summary>Newest first, with numbers below the given one.</summary>
    public static List<MediaEntity> List(SqliteSession session, long below, int max) =>
        session.Rows(Read, $"SELECT {Columns} FROM entities WHERE id < $1 ORDER BY id DESC LIMIT $2", below, max);

    public static bool Delete(SqliteSession session, long id)
    {
        session.Run("DELETE FROM results WHERE entity = $1", id);
        return session.Run("DELETE FROM entities WHERE id = $1", id) > 0;
    }

    public static bool IsWanted(SqliteSession session, string sha256) => session.Number("SELECT 1 FROM entities WHERE sha256 = $1 LIMIT 1", sha256) is not null;

    public static bool Put(SqliteSession session, long entity, MediaResult result) => session.Run(
        "INSERT INTO results (entity, task, job, result, received) SELECT id, $2, $3, $4, $5 FROM entities WHERE id = $1 ON CONFLICT (entity, task) DO UPDATE SET job = $3, result = $4, received = $5",
        entity, result.TaskType, SqliteSession.Bytes(result.JobId), result.Result, result.ReceivedAt.ToUnixTimeMilliseconds()) > 0;

    public static List<MediaResult> Results(SqliteSession session, long entity) => session.Rows(
        row => new MediaResult(SqliteSession.Id(row), row.GetString(1), row.GetString(2), Moment(row, 3)),
        "SELECT job, task, result, received FROM results WHERE entity = $1 ORDER BY task",
        entity);

    private static MediaEntity Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetInt64(2) != 0,
        row.IsDBNull(6) ? null : new(row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6)),
        Moment(row, 7));

    private static DateTimeOffset Moment(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
