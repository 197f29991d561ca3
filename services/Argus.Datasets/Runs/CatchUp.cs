using Argus.Contracts.Datasets;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>Makes the last period that is over, and before it those that were missed while nothing ran.</summary>
internal sealed class CatchUp(RunKeeper keeper, RunTable runs, CandidateTable candidates, TimeProvider time, ILogger<CatchUp> log)
{
    /// <summary>Most periods in one go.</summary>
    public const int Limit = 400;

    /// <summary>Runs them, the oldest first, until one does not complete.</summary>
    /// <returns>The runs that ended; the last is null where another run of its period is under way.</returns>
    public async Task<IReadOnlyList<RunBody?>> RunAsync(Flow flow, CancellationToken cancel)
    {
        List<RunBody?> ended = [];
        foreach (var period in await MissingAsync(flow, cancel))
        {
            ended.Add(await keeper.RunAsync(period, cancel));
            if (ended[^1]?.State != RunState.Completed)
                break;
        }

        return ended;
    }

    /// <summary>What is to be made: every period since the last complete one, those before in which something was left, and the last that is over in any case.</summary>
    public async Task<IReadOnlyList<Period>> MissingAsync(Flow flow, CancellationToken cancel)
    {
        var last = Period.LastOver(flow, time.GetUtcNow());
        var complete = await runs.CompleteAsync(flow, cancel);
        var days = flow == Flow.Daily ? await candidates.UntakenDaysAsync(last, cancel) : await candidates.UntakenDecisionsAsync(last, cancel);
        var wanted = days.Select(day => Period.Of(flow, day)).ToHashSet();
        if (complete.Count > 0)
        {
            for (var period = new Period(flow, complete[^1]).Next; period.Date < last.Date; period = period.Next)
                wanted.Add(period);
        }

        wanted.ExceptWith(complete.Select(date => new Period(flow, date)));
        wanted.Add(last);
        if (wanted.Count > Limit)
            Log.ManyMissing(log, wanted.Count, Period.NameOf(flow), Limit);
        return [.. wanted.OrderBy(p => p.Date).Take(Limit)];
    }
}
