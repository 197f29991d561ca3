using System.Data.Common;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>A job in a row of a database; moments are Unix milliseconds.</summary>
internal static class JobRow
{
    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns = "id, task, media_id, priority, state, created, started, ended, due, fence, attempts, sync_attempts, error, result, trace, params, frames, frames_total";

    /// <summary>How many they are.</summary>
    public const int Count = 18;

    public static Job Read(DbDataReader row, Guid id) => new()
    {
        Id = id,
        TaskType = row.GetString(1),
        MediaStoreId = row.GetInt64(2),
        Priority = row.GetInt32(3),
        State = (JobState)row.GetInt32(4),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        StartedAt = Moment(row, 6),
        EndedAt = Moment(row, 7),
        DueAt = Moment(row, 8),
        Fence = row.GetInt64(9),
        Attempts = row.GetInt32(10),
        SyncAttempts = row.GetInt32(11),
        Error = row.IsDBNull(12) ? null : row.GetString(12),
        Result = row.IsDBNull(13) ? null : row.GetString(13),
        TraceParent = row.IsDBNull(14) ? null : row.GetString(14),
        Parameters = row.IsDBNull(15) ? null : JsonSerializer.Deserialize(row.GetString(15), ContractsJson.Default.VideoFacesParameters),
        Progress = row.IsDBNull(16) ? null : new(row.GetInt64(16), row.IsDBNull(17) ? null : row.GetInt64(17)),
    };

    public static string? Parameters(Job job) => job.Parameters is null ? null : JsonSerializer.Serialize(job.Parameters, ContractsJson.Default.VideoFacesParameters);

    public static DateTimeOffset? Moment(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static string Headers(IReadOnlyDictionary<string, string> headers) =>
        JsonSerializer.Serialize(headers, JobRowJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Headers(string json) =>
        JsonSerializer.Deserialize(json, JobRowJson.Default.IReadOnlyDictionaryStringString)!;
}
