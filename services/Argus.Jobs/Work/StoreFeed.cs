using Argus.Data;
using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>Brings jobs from the store into a lane, as soon as there is a job and a place.</summary>
internal sealed class StoreFeed(Lane lane, JobSignals signals, TimeProvider time, ILogger log)
{
    private const int Most = 256;

    // With so little between two jobs nobody is idle: they come by the other way as well, and claims of one job each would cost more than they bring.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <summary>What to claim: at most so many.</summary>
    public required Func<int, CancellationToken, Task<IReadOnlyList<Claim>>> Claim { get; init; }

    /// <summary>What it does, for the log.</summary>
    public required string Name { get; init; }

    /// <summary>Claims only while the lane has nothing to do at all, and at most every 20 ms.</summary>
    public bool OnlyWhenIdle { get; init; }

    /// <summary>Shortest time between two looks that found nothing; for what is not urgent, since every new job wakes all feeds.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Another lane for some of the jobs; null: none.</summary>
    public Func<Claim, Lane?>? Elsewhere { get; init; }

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var pauses = new Pauses(Name, time, log);
        var gathering = new Gathering(time);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await gathering.NextAsync(stop);
                await (OnlyWhenIdle ? lane.WhenIdleAsync(stop) : lane.WhenFreeAsync(stop));
                // Taken before the look: a job that comes in between is not missed.
                var next = signals.Work.Next;
                var claims = await Claim(Math.Min(lane.Room, Most), stop);
                gathering.Took(claims.Count);
                pauses.Reset();
                foreach (var claim in claims)
                    (Elsewhere?.Invoke(claim) ?? lane).Start(claim, null);
                // Only a look that finds nothing sets the timer for what is due later.
                if (claims.Count > 0)
                {
                    if (OnlyWhenIdle)
                        await Task.Delay(Rest, time, stop);
                    continue;
                }

                if (Gap > TimeSpan.Zero)
                    await Task.Delay(Gap, time, stop);
                await next.WaitAsync(stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                await pauses.AfterAsync(e, stop);
            }
        }
    }
}
