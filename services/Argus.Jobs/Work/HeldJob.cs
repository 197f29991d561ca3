using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>A job that this process has claimed and not yet finished.</summary>
internal sealed class HeldJob : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action? _done;
    private readonly Lock _lock = new();
    private bool _disposed;

    /// <param name="claim">The right to work on it.</param>
    /// <param name="done">Called once it is certain that nothing of it is left to do here; null: nobody asks.</param>
    public HeldJob(Claim claim, Action? done)
    {
        (Claim, _done) = (claim, done);
        Stop = _stop.Token;
    }

    public Claim Claim { get; }

    /// <summary>Cancelled when the work is to end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Whether the job is another's by now, or was cancelled.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether the work has ended, and only its outcome is still to be written.</summary>
    public bool HasRun { get; set; }

    /// <summary>The right to it is gone: ends the work, whose outcome nobody will take.</summary>
    public void Lose()
    {
        IsLost = true;
        Cancel();
    }

    /// <summary>Ends the work.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            if (!_disposed)
                _ = _stop.CancelAsync();
        }
    }

    /// <summary>Tells who asked that nothing is left to do.</summary>
    public void Done() => _done?.Invoke();

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }
}
