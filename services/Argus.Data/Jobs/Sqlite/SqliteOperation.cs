namespace Argus.Data.Jobs.Sqlite;

/// <summary>One caller's part of a transaction that several share.</summary>
internal abstract class SqliteOperation
{
    /// <summary>False where the caller has gone before it began.</summary>
    public abstract bool IsWanted { get; }

    public abstract void Run(SqliteSession session);

    /// <summary>It is on disk.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class SqliteOperation<T>(Func<SqliteSession, T> work, CancellationToken cancel) : SqliteOperation
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<T> Done => _done.Task;

    public override bool IsWanted => !cancel.IsCancellationRequested || !_done.TrySetCanceled(cancel);

    public override void Run(SqliteSession session) => _value = work(session);

    public override void Succeed() => _done.TrySetResult(_value!);

    public override void Fail(Exception error) => _done.TrySetException(error);
}
