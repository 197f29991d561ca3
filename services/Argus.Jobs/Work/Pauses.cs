using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>Pauses of one loop while the store cannot be used: doubled with each failure in a row.</summary>
/// <param name="what">What the loop does, for the log, such as <c>claim jobs</c>.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of the first failure, and of the end of it.</param>
internal sealed class Pauses(string what, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>It worked.</summary>
    public void Reset()
    {
        if (Failures > 0)
            Log.Recovered(log, what, Failures);
        Failures = 0;
    }

    /// <summary>It failed: waits before the next try.</summary>
    public Task AfterAsync(Exception error, CancellationToken cancel)
    {
        if (++Failures == 1)
        {
            if (error is JobStoreException)
                Log.CannotUseStore(log, what, error.Message);
            else
                Log.Broke(log, what, error);
        }

        var pause = First * Math.Pow(2, Math.Min(Failures - 1, 10));
        return Task.Delay(pause < Longest ? pause : Longest, time, cancel);
    }
}
