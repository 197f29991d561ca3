namespace Argus.Jobs.Tests.Storm;

/// <summary>Disturbs one thing after the other by chance, the same order for a seed, while jobs come.</summary>
internal sealed class Chaos(int seed, Pace pace, IReadOnlyList<Disturbance> ways)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);
    private readonly SortedDictionary<string, int> _done = new(StringComparer.Ordinal);

    /// <summary>What was done, such as <c>kill worker 90</c>.</summary>
    public string Done => string.Join(", ", _done.Select(d => $"{d.Key} {d.Value}"));

    public int Count => _done.Values.Sum();

    /// <summary>Disturbs so often; jobs come in equal shares before each disturbance.</summary>
    /// <param name="times">How often.</param>
    /// <param name="jobs">In their order.</param>
    /// <param name="bring">Brings one.</param>
    public async Task RunAsync(int times, IReadOnlyList<StormJob> jobs, Func<StormJob, Task> bring)
    {
        var random = new Random(seed);
        List<Task> coming = [];
        for (int i = 0; i < times; i++)
        {
            for (int j = coming.Count; j < (long)jobs.Count * (i + 1) / times; j++)
                coming.Add(bring(jobs[j]));
            await pace.AfterAsync(random.Next(1, 15), LongestRest);
            var way = Pick(random);
            await way.DoAsync(random);
            _done[way.Name] = _done.GetValueOrDefault(way.Name) + 1;
        }

        await Task.WhenAll(coming).WaitAsync(StormSize.Patience);
    }

    private Disturbance Pick(Random random)
    {
        int at = random.Next(ways.Sum(w => w.Weight));
        foreach (var way in ways)
        {
            at -= way.Weight;
            if (at < 0)
                return way;
        }

        return ways[^1];
    }
}
