using System.Collections.Concurrent;
using Argus.Contracts.Jobs;
using Microsoft.Data.Sqlite;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>Readers beside the writer: each sees the last transaction that was complete when it began, and holds up nobody.</summary>
internal sealed class SqliteReads(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _places = new(4);

    /// <exception cref="JobStoreException">It could not be read.</exception>
    public async Task<T> DoAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Do(read), cancel);
        }
        catch (SqliteException error)
        {
            throw SqliteFaults.Of(error, path);
        }
        finally
        {
            _places.Release();
        }
    }

    public static JobPage List(SqliteSession session, JobFilter filter)
    {
        const string Columns = $"SELECT {JobRow.Columns} FROM jobs ";
        var after = filter.After ?? new(long.MaxValue, Guid.AllBitsSet);
        object[] end = [after.CreatedMs, SqliteSession.Bytes(after.Id), filter.Limit + 1];
        var states = filter.States.Count > 0 ? filter.States.Distinct() : Enum.GetValues<JobState>();
        var tasks = (filter.Tasks.Count > 0 ? filter.Tasks.Distinct() : JobTasks.All).ToList();
        // One walk through the index for each state and task: each in the right order, so that none reads more than a page.
        var jobs = filter.MediaStoreId is { } media
            ? tasks.SelectMany(task => session.Rows(SqliteJobTable.Read, Columns + "WHERE task = $4 AND media_id = $5 AND (created, id) < ($1, $2) LIMIT $3", [.. end, task, media])).Where(j => states.Contains(j.State))
            : states.SelectMany(state => tasks.SelectMany(task => session.Rows(SqliteJobTable.Read, Columns + "WHERE state = $4 AND task = $5 AND (created, id) < ($1, $2) ORDER BY created DESC, id DESC LIMIT $3", [.. end, (int)state, task])));
        return JobPage.Of([.. jobs.OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id).Take(filter.Limit + 1)], filter.Limit);
    }

    public static JobStatistics Count(SqliteSession session) => new(
        session.Rows(
            row => new JobCount((JobState)row.GetInt32(0), row.GetString(1), row.GetInt64(2), JobRow.Moment(row, 3)!.Value),
            "SELECT state, task, count(*), min(created) FROM jobs GROUP BY state, task"),
        session.Rows(
            row => new OutboxCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2), JobRow.Moment(row, 3)),
            "SELECT sink, sum(dead IS NULL), sum(dead IS NOT NULL), min(CASE WHEN dead IS NULL THEN created END) FROM outbox GROUP BY sink"));

    public void Dispose()
    {
        foreach (var session in _idle)
            session.Dispose();
        _places.Dispose();
    }

    private T Do<T>(Func<SqliteSession, T> read)
    {
        if (!_idle.TryTake(out var session))
            session = new(path, readOnly: true);
        try
        {
            session.Run("BEGIN");
            var value = read(session);
            session.Run("COMMIT");
            _idle.Add(session);
            return value;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
