using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The progress of the work, by which disturbances are timed: so they meet it on slow machines as on quick ones.</summary>
internal sealed class Pace
{
    private readonly Signal _signal = new();
    private int _steps;

    /// <summary>Steps so far.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>The work has gone on by a step.</summary>
    public void Step()
    {
        Interlocked.Increment(ref _steps);
        _signal.Set();
    }

    /// <summary>Waits until it has gone on by so many steps, or cannot for so long.</summary>
    public async Task AfterAsync(int steps, TimeSpan most)
    {
        int target = Steps + steps;
        try
        {
            await _signal.UntilAsync(() => Steps >= target, most, () => "");
        }
        catch (TimeoutException)
        {
            // What is disturbed stands still: the next disturbance must not wait for it for ever.
        }
    }
}
