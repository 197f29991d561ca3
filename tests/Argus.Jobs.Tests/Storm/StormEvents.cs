using System.Text.Json.Nodes;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Events as one receiver got them, in its order.</summary>
internal sealed class StormEvents
{
    private readonly Signal _came = new();
    private readonly Dictionary<Guid, List<(string Id, string State, string Body)>> _events = [];
    private int _ended;

    /// <summary>All that came.</summary>
    public int Count { get; private set; }

    /// <summary>Those that had come before.</summary>
    public int Copies { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(string cloudEvent)
    {
        var json = JsonNode.Parse(cloudEvent)!;
        var data = json["data"]!;
        var (id, job, state) = ((string)json["id"]!, (Guid)data["job_id"]!, (string)data["status"]!);
        lock (_events)
        {
            if (!_events.TryGetValue(job, out var those))
                _events[job] = those = [];
            Count++;
            if (those.Any(e => e.Id == id))
                Copies++;
            else if (state is "completed" or "error")
                _ended++;
            those.Add((id, state, cloudEvent));
        }

        _came.Set();
    }

    /// <summary>Waits until so many jobs have ended.</summary>
    public Task UntilEndedAsync(int jobs) => _came.UntilAsync(() => Volatile.Read(ref _ended) >= jobs, StormSize.Patience, () => $"Only {_ended} of {jobs} jobs have ended.");

    /// <summary>Whether so many have.</summary>
    public bool HaveEnded(int jobs) => Volatile.Read(ref _ended) >= jobs;

    /// <summary>What is wrong with the events of a job: each end is told, in the right order; copies bear the same id and say the same.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="state">In which it ended.</param>
    public IEnumerable<string> Faults(Guid job, string state)
    {
        List<(string Id, string State, string Body)> those;
        lock (_events)
            those = [.. _events.GetValueOrDefault(job, [])];
        var first = those.DistinctBy(e => e.Id).ToArray();
        string told = string.Join(", ", first.Select(e => e.State));
        if (told != state && told != $"sync_failed, {state}")
            yield return $"Events of {job}, which ended in {state}: {(told.Length == 0 ? "none" : told)}.";
        foreach (var copies in those.GroupBy(e => e.Id).Where(g => g.Select(e => e.Body).Distinct().Count() > 1))
            yield return $"Event {copies.Key} came in different words: {string.Join(" | ", copies.Select(c => c.Body).Distinct())}";
    }

    /// <summary>Jobs that were told of and that nobody asked for.</summary>
    public IReadOnlyList<Guid> Unknown(IReadOnlyCollection<Guid> known)
    {
        lock (_events)
            return [.. _events.Keys.Except(known)];
    }
}
