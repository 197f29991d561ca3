using System.Runtime.ExceptionServices;

namespace Argus.Inference.Scheduling;

/// <summary>Items 0 to <c>count</c> - 1 that a leader and its helpers share, each taking the next one.</summary>
internal sealed class SpreadGroup(int count, Action<int> body)
{
    private int _taken;
    private int _helping;
    private bool _closed;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Works until no item is left; a helper that comes after the end does nothing.</summary>
    public void Help()
    {
        lock (this)
        {
            if (_closed)
                return;
            _helping++;
        }

        TakeAll();
        lock (this)
        {
            if (--_helping == 0)
                Monitor.Pulse(this);
        }
    }

    /// <summary>Works until no item is left, waits for the helpers that have begun, and throws the first exception of all.</summary>
    public void Lead()
    {
        TakeAll();
        lock (this)
        {
            _closed = true;
            while (_helping > 0)
                Monitor.Wait(this);
        }

        _fault?.Throw();
    }

    private void TakeAll()
    {
        int i;
        while ((i = Interlocked.Increment(ref _taken) - 1) < count)
        {
            try
            {
                body(i);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
                Interlocked.Exchange(ref _taken, count);
            }
        }
    }
}
