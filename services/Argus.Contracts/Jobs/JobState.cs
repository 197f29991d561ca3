using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Where a job stands; on the wire as <c>pending</c>, <c>processing</c>, <c>completed</c>, <c>error</c>, <c>sync_failed</c>. The numbers are kept in databases.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>Created, or given back for another attempt; waits in the queue.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending = 0,

    /// <summary>A worker has it.</summary>
    [JsonStringEnumMemberName("processing")]
    Processing = 1,

    /// <summary>Ended with a result.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 2,

    /// <summary>Ended without a result, or cancelled; the error message says why.</summary>
    [JsonStringEnumMemberName("error")]
    Error = 3,

    /// <summary>Has a result that the media store did not take; delivered again on its own for some time.</summary>
    [JsonStringEnumMemberName("sync_failed")]
    SyncFailed = 4,
}
