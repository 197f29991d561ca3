using System.Globalization;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Api;

/// <summary>Reads the query of <c>GET /job</c>.</summary>
internal static class JobListQuery
{
    private static readonly Dictionary<string, JobState> States = new()
    {
        ["pending"] = JobState.Pending,
        ["processing"] = JobState.Processing,
        ["completed"] = JobState.Completed,
        ["error"] = JobState.Error,
        ["sync_failed"] = JobState.SyncFailed,
    };

    /// <summary>Reads it; names that are not known are passed over.</summary>
    /// <returns>422 that names every wrong value.</returns>
    public static Outcome<JobFilter> Read(IQueryCollection query)
    {
        var errors = new FieldErrors();
        var filter = new JobFilter
        {
            States = [.. Words(query, "status").Select(word => State(word, errors))],
            Tasks = [.. Words(query, "task_type").Select(word => Task(word, errors))],
            MediaStoreId = Whole(query, "media_store_id", 0, long.MaxValue, errors),
            Limit = (int)(Whole(query, "limit", 1, JobFilter.MaxLimit, errors) ?? 100),
            After = Cursor(query, errors),
        };
        return errors.None ? filter : errors.ToRefusal();
    }

    // Given several times, or with commas.
    private static IEnumerable<string> Words(IQueryCollection query, string name) =>
        query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static JobState State(string word, FieldErrors errors)
    {
        if (!States.TryGetValue(word, out var state))
            errors.Add("status", $"must be of {string.Join(", ", States.Keys)}.");
        return state;
    }

    private static string Task(string word, FieldErrors errors)
    {
        if (!JobTasks.IsKnown(word))
            errors.Add("task_type", $"must be of {string.Join(", ", JobTasks.All)}.");
        return word;
    }

    private static long? Whole(IQueryCollection query, string name, long min, long max, FieldErrors errors)
    {
        if (!query.TryGetValue(name, out var text))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            return value;
        errors.Add(name, $"must be a whole number from {min} to {max}.");
        return null;
    }

    private static JobCursor? Cursor(IQueryCollection query, FieldErrors errors)
    {
        if (!query.TryGetValue("cursor", out var text))
            return null;
        if (JobCursor.TryParse(text, out var cursor))
            return cursor;
        errors.Add("cursor", "must be the next_cursor of the page before.");
        return null;
    }
}
