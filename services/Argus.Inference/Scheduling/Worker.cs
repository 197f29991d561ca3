namespace Argus.Inference.Scheduling;

/// <summary>The place where an idle worker waits to be given a job.</summary>
internal sealed class Worker
{
    private object? _job;
    private bool _called;

    /// <summary>Wakes the worker.</summary>
    /// <param name="job">A <see cref="WorkItem"/>, a <see cref="SpreadGroup"/>, or null to end the thread.</param>
    public void Call(object? job)
    {
        lock (this)
        {
            (_job, _called) = (job, true);
            Monitor.Pulse(this);
        }
    }

    /// <summary>Sleeps until called; gives the job.</summary>
    public object? AwaitCall()
    {
        lock (this)
        {
            while (!_called)
                Monitor.Wait(this);
            object? job = _job;
            (_job, _called) = (null, false);
            return job;
        }
    }
}
