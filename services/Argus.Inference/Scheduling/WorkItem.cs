namespace Argus.Inference.Scheduling;

/// <summary>
/// Work on its way from a caller to a worker. Exactly one party ends it: whoever takes it out of the queue, or refuses to put it in, under the pool's lock.
/// </summary>
internal abstract class WorkItem(int priority, CancellationToken caller)
{
    public int Priority { get; } = priority;

    /// <summary>Cancelled when the caller hangs up.</summary>
    public CancellationToken Caller { get; } = caller;

    /// <summary>When it came, by the pool's clock.</summary>
    public TimeSpan Arrived { get; set; }

    /// <summary>After this moment of the pool's clock it is of no use.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Takes the item out of the queue when the caller hangs up.</summary>
    public CancellationTokenRegistration HangUp { get; set; }

    // Links of the queue's list, so that queueing allocates nothing and an item in the middle can leave at once.
    internal WorkItem? Next { get; set; }

    internal WorkItem? Previous { get; set; }

    internal bool Queued { get; set; }

    /// <summary>Does the work and keeps what came of it, exceptions too.</summary>
    /// <returns>Whether there is a result.</returns>
    public abstract bool Run(TimeSpan queueWait, CancellationToken stop);

    /// <summary>Keeps that it was not done.</summary>
    public abstract void Refuse(Admission reason, TimeSpan queueWait, TimeSpan retryAfter);

    /// <summary>Tells the caller what was kept. Apart from the rest, so that the worker is free again when its caller goes on.</summary>
    public abstract void Publish();

    /// <summary>Tells the caller that it hung up.</summary>
    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class WorkItem<T>(Func<CancellationToken, T> work, int priority, CancellationToken caller) : WorkItem(priority, caller)
{
    // A continuation must never run on a worker thread.
    private readonly TaskCompletionSource<WorkResult<T>> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkResult<T> _result;
    private Exception? _fault;

    public Task<WorkResult<T>> Task => _end.Task;

    public override bool Run(TimeSpan queueWait, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            _result = new(Admission.Done, work(stop), queueWait, TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !Caller.IsCancellationRequested)
        {
            Refuse(Admission.Stopping, queueWait, TimeSpan.Zero);
        }
        catch (Exception e)
        {
            _fault = e;
        }

        return _fault is null && _result.Admission == Admission.Done;
    }

    public override void Refuse(Admission reason, TimeSpan queueWait, TimeSpan retryAfter) =>
        _result = new(reason, default, queueWait, retryAfter);

    public override void Publish()
    {
        if (_fault is null)
            _end.SetResult(_result);
        else if (_fault is OperationCanceledException && Caller.IsCancellationRequested)
            Cancel();
        else
            _end.SetException(_fault);
    }

    public override void Cancel() => _end.SetCanceled(Caller);
}
