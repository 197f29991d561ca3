using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>
/// A watch on what controllers do. What happens to different objects at once has no order; what happens to one has: it must be what was recorded, in that order, to its end.
/// A state that lasted for milliseconds may be missing, since two changes may be written as one; one that was never recorded may not be there.
/// </summary>
internal sealed class LiveWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _told = [];
    private TaskCompletionSource _more = New();

    public LiveWatch(RecordedStep step, HttpResponseMessage response)
    {
        (Step, _response) = (step, response);
        _ = ReadAsync();
    }

    public RecordedStep Step { get; }

    /// <summary>Waits until what was told before a moment of the story has been told here too: what is done next was done after it.</summary>
    public async Task ReachAsync(double moment, Translation translation)
    {
        var learnt = translation.Save();
        await CompareAsync((Step.Events ?? []).Where(e => Step.When.Begin + (double)e!["t"]! < moment), whole: false, translation);
        translation.Restore(learnt);
    }

    /// <summary>Waits until all of it has come; says what did not, or came otherwise.</summary>
    public Task<IReadOnlyList<string>> CompareAsync(Translation translation) => CompareAsync(Step.Events ?? [], whole: true, translation);

    private async Task<IReadOnlyList<string>> CompareAsync(IEnumerable<JsonNode?> events, bool whole, Translation translation)
    {
        var recorded = Group(events.Select(e => e!["event"]!.AsObject()));
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            List<JsonObject> told;
            Task more;
            lock (_lock)
                (told, more) = ([.. _told], _more.Task);
            var learnt = translation.Save();
            var faults = Compare(recorded, Group(told), whole, translation);
            if (faults.Count == 0)
                return faults;
            try
            {
                translation.Restore(learnt);
                await more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return faults;
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _response.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static List<List<JsonNode?>> Group(IEnumerable<JsonObject> events) =>
        [.. events.GroupBy(e => e["object"]!["metadata"]!["uid"]!.ToString()).Select(group => group.Select(e => Normal.Of(e, live: true)).ToList())];

    private static List<string> Compare(List<List<JsonNode?>> recorded, List<List<JsonNode?>> told, bool whole, Translation translation)
    {
        var faults = new List<string>();
        var left = told.ToList();
        foreach (var life in recorded)
        {
            List<string>? best = null;
            List<JsonNode?>? match = null;
            foreach (var candidate in left)
            {
                var learnt = translation.Save();
                var found = CompareLives(life, candidate, whole, translation);
                if (found.Count == 0)
                {
                    (best, match) = (found, candidate);
                    break;
                }

                translation.Restore(learnt);
                if (best is null || found.Count < best.Count)
                    (best, match) = (found, candidate);
            }

            if (match is null)
                faults.Add($"never told: {life[0]!.ToJsonString()}");
            else
                left.Remove(match);
            faults.AddRange(best ?? []);
        }

        if (whole)
            faults.AddRange(left.Select(life => $"not recorded: {life[0]!.ToJsonString()}"));
        return faults;
    }

    private static List<string> CompareLives(List<JsonNode?> recorded, List<JsonNode?> told, bool whole, Translation translation)
    {
        int at = 0;
        for (int i = 0; i < told.Count; i++)
        {
            // The recorded watch was closed before what the end of the story took away was gone.
            if (at == recorded.Count && (!whole || (string?)told[i]!["type"] == "DELETED"))
                continue;
            List<string>? nearest = null;
            int found = -1;
            // The first must be the first.
            for (int place = at; place < (i == 0 ? 1 : recorded.Count) && found < 0; place++)
            {
                var learnt = translation.Save();
                var comparison = new Comparison(translation, live: true);
                comparison.Compare(recorded[place], told[i], $"event[{place}]");
                if (comparison.Faults.Count == 0)
                {
                    found = place;
                    break;
                }

                translation.Restore(learnt);
                if (nearest is null || comparison.Faults.Count < nearest.Count)
                    nearest = [.. comparison.Faults];
            }

            if (found < 0)
                return [$"what came as number {i} was not recorded after number {at - 1}:", .. nearest ?? ["nothing was recorded after it"]];
            at = found + 1;
        }

        return at == recorded.Count ? [] : [$"only {at} of {recorded.Count} recorded states came; the last recorded is {recorded[^1]!.ToJsonString()}"];
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _response.Content.ReadAsStreamAsync(_stop.Token));
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                lock (_lock)
                {
                    _told.Add(JsonNode.Parse(line)!.AsObject());
                    _more.TrySetResult();
                    _more = New();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or HttpRequestException)
        {
            // The story is over.
        }
    }
}
