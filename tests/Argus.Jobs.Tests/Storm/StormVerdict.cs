using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Vectors;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Looks after a storm at what is there, and says all that is wrong with it.</summary>
internal sealed class StormVerdict(StormPlan plan, StormCallers callers)
{
    // The model's own word; or a killed worker, a model or media store that hangs or breaks off.
    private static readonly string[] PoisonEnds = ["It crashes me.", "stopped without an answer", "did not answer within", "broke off", "Cannot reach "];
    private readonly List<string> _faults = [];

    /// <summary>What is wrong; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Jobs by how they ended and their fates, for the figures.</summary>
    public SortedDictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>Jobs as the API lists them.</summary>
    public Dictionary<Guid, JsonNode> Jobs { get; } = [];

    public void Add(params IEnumerable<string> faults) => _faults.AddRange(faults);

    /// <summary>Every job is there once, in the state that its file deserves, and no other.</summary>
    public async Task JudgeJobsAsync()
    {
        await ListAsync();
        Add(Jobs.Keys.Except(callers.Jobs.Keys).Select(id => $"Job {id} was wanted by nobody: {Jobs[id]}"));
        if (callers.Jobs.Count != plan.Jobs.Count)
            Add($"{plan.Jobs.Count} jobs were wanted, and {callers.Jobs.Count} accepted.");
        foreach (var (id, job) in callers.Jobs)
        {
            if (!Jobs.TryGetValue(id, out var there))
            {
                Add($"Job {id} is lost: {job}");
                continue;
            }

            string state = (string)there["status"]!;
            string key = $"{(job.IsFilm ? "film " : "")}{job.Fate} {state}".ToLowerInvariant();
            Ends[key] = Ends.GetValueOrDefault(key) + 1;
            if (state != Name(job.End) || (string)there["task_type"]! != job.Task || (long)there["media_store_id"]! != job.Media || (int)there["priority"]! != job.Priority)
                Add($"Wanted {job}, became {there.ToJsonString()}");
            else if (job.End == JobState.Error && !IsReasonOf(job, (string?)there["error_message"] ?? ""))
                Add($"The reason of {job} is {there["error_message"]}");
        }
    }

    /// <summary>Each job's end was told, in order.</summary>
    public void JudgeEvents(StormEvents events)
    {
        foreach (var (id, job) in callers.Jobs)
            Add(events.Faults(id, Name(job.End)));
        Add(events.Unknown([.. callers.Jobs.Keys]).Select(id => $"An event tells of {id}, which nobody wanted."));
    }

    /// <summary>Each good job's result was delivered, always in the same words, and no other.</summary>
    /// <param name="delivered">Texts by job.</param>
    public void JudgeResults(IReadOnlyDictionary<Guid, string[]> delivered)
    {
        foreach (var (id, job) in callers.Jobs)
        {
            string[] texts = delivered.GetValueOrDefault(id, []);
            string?[] wanted = job.End == JobState.Completed ? [Jobs.GetValueOrDefault(id)?["result"]?.ToJsonString()] : [];
            if (!texts.SequenceEqual(wanted))
                Add($"Results of {job}: wanted {string.Join(" | ", wanted)}, delivered {string.Join(" | ", texts)}");
        }
    }

    /// <summary>The vector of each good picture, of each face in it and of each track of a good film, and no other.</summary>
    public async Task JudgeVectorsAsync(IVectorStore vectors)
    {
        var good = callers.Jobs.Where(j => j.Value.End == JobState.Completed).ToArray();
        var images = good.Where(j => j.Value.Task == JobTasks.ImageEmbedding).Select(j => PointId.OfMedia(j.Value.Media));
        var faces = good.Where(j => j.Value.Task == JobTasks.FaceEmbedding).SelectMany(j => Faces(j.Value, i => PointId.OfFace(j.Value.Media, i)));
        var tracks = good.Where(j => j.Value.IsFilm).SelectMany(j => Faces(j.Value, i => PointId.OfTrack(j.Key, i))).ToArray();
        await JudgeVectorsAsync(vectors, VectorCollection.Images, [.. images]);
        await JudgeVectorsAsync(vectors, VectorCollection.Faces, [.. faces, .. tracks]);
        Ends["of them tracks of films"] = tracks.Length;
    }

    private static IEnumerable<PointId> Faces(StormJob job, Func<int, PointId> id) => Enumerable.Range(0, StormPlan.FacesOf(job.Media)).Select(id);

    private async Task JudgeVectorsAsync(IVectorStore vectors, string name, HashSet<PointId> wanted)
    {
        HashSet<PointId> there = [];
        if (await vectors.FindAsync(name) is { } collection)
        {
            PointId? next = null;
            do
            {
                var page = await vectors.ScrollAsync(collection, new(1000) { From = next });
                there.UnionWith(page.Points.Select(p => p.Id));
                next = page.Next;
            }
            while (next is not null);
        }

        Add(wanted.Except(there).Select(id => $"The vector {id} is missing in {name}."));
        Add(there.Except(wanted).Select(id => $"The vector {id} is too many in {name}."));
        Ends[$"vectors in {name}"] = there.Count;
    }

    private async Task ListAsync()
    {
        string? cursor = null;
        do
        {
            using var answer = await callers.AskAsync(() => new(HttpMethod.Get, $"/job?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}"));
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            foreach (var job in page["jobs"]!.AsArray())
                Jobs.Add((Guid)job!["job_id"]!, job);
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
    }

    private static string Name(JobState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static bool IsReasonOf(StormJob job, string told) => job.Fate switch
    {
        Fate.Missing => told.Contains("The media store has no ", StringComparison.Ordinal),
        Fate.Refused when job.IsFilm => told.Contains("none of the videos that are taken", StringComparison.Ordinal),
        // The model's word of each frame, and no attempt more.
        Fate.Poison when job.IsFilm && told.StartsWith("Not one of ", StringComparison.Ordinal) => told.EndsWith("It crashes me.", StringComparison.Ordinal),
        Fate.Refused => told.Contains("This is no picture.", StringComparison.Ordinal),
        // Its last attempt may have met what the storm does: nothing else is a reason.
        _ => told.EndsWith($"(Given up after {StormSettings.Attempts} attempts.)", StringComparison.Ordinal) && PoisonEnds.Any(end => told.Contains(end, StringComparison.Ordinal)),
    };
}
