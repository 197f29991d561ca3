using System.Text.Json.Serialization;

namespace Argus.Contracts.Datasets;

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running = 0,

    /// <summary>Done; the manifest is there.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 1,

    /// <summary>Broke off with an error; the next run goes on from there.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 2,

    /// <summary>Its process ended before it did; the next run goes on from there.</summary>
    [JsonStringEnumMemberName("crashed")]
    Crashed = 3,
}
