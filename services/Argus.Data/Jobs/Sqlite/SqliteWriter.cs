using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>The one writer of a file, on a thread of its own. What comes while a transaction goes to disk shares the next one, so that many callers pay for one flush.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Bounds how long the first of a group waits for the last.
    private const int MaxGroup = 256;
    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly Action<JobSignalKinds, DateTimeOffset?> _committed;
    private readonly BlockingCollection<SqliteOperation> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="session">Owned from now on.</param>
    /// <param name="path">Of the file, for messages.</param>
    /// <param name="committed">Told what a transaction that is on disk has changed.</param>
    public SqliteWriter(SqliteSession session, string path, Action<JobSignalKinds, DateTimeOffset?> committed)
    {
        (_session, _path, _committed) = (session, path, committed);
        new Thread(Loop) { IsBackground = true, Name = "sqlite writer" }.Start();
    }

    /// <summary>Does work in a transaction.</summary>
    /// <exception cref="JobStoreException">It could not be written.</exception>
    public Task<T> DoAsync<T>(Func<SqliteSession, T> work, CancellationToken cancel)
    {
        var operation = new SqliteOperation<T>(work, cancel);
        try
        {
            _queue.Add(operation, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteJobStore));
        }

        return operation.Done;
    }

    /// <summary>Does what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
    }

    private void Loop()
    {
        var group = new List<SqliteOperation>(MaxGroup);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Clear();
            var error = Write(first, group);
            foreach (var operation in group)
            {
                if (error is null)
                    operation.Succeed();
                else
                    operation.Fail(error);
            }
        }

        _session.Dispose();
        _queue.Dispose();
        _ended.SetResult();
    }

    /// <returns>Null, or why none of the group was written.</returns>
    private Exception? Write(SqliteOperation first, List<SqliteOperation> group)
    {
        (_session.Signals, _session.WorkAt) = (JobSignalKinds.None, null);
        try
        {
            _session.Run("BEGIN IMMEDIATE");
            SqliteOperation? next = first;
            do
                Join(next, group);
            while (group.Count < MaxGroup && _queue.TryTake(out next));
            _session.Run("COMMIT");
        }
        catch (Exception error)
        {
            Abandon();
            if (group.Count == 0)
                group.Add(first);
            return error is SqliteException sqlite ? SqliteFaults.Of(sqlite, _path) : error;
        }

        _committed(_session.Signals, _session.WorkAt);
        return null;
    }

    /// <summary>Runs one operation; where it fails on its own account, only what it did is taken back.</summary>
    private void Join(SqliteOperation operation, List<SqliteOperation> group)
    {
        if (!operation.IsWanted)
            return;
        group.Add(operation);
        _session.Run("SAVEPOINT one");
        try
        {
            operation.Run(_session);
            _session.Run("RELEASE one");
        }
        catch (Exception error) when (error is not SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT and not raw.SQLITE_ERROR and not raw.SQLITE_TOOBIG })
        {
            _session.Run("ROLLBACK TO one");
            _session.Run("RELEASE one");
            group.RemoveAt(group.Count - 1);
            operation.Fail(error is SqliteException sqlite ? SqliteFaults.Of(sqlite, _path) : error);
        }
    }

    private void Abandon()
    {
        try
        {
            _session.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // A full disk or a broken one has rolled it back already.
        }
    }
}
