using System.Text.Json.Serialization;

namespace Argus.Contracts.Datasets;

/// <summary>What has become of a prediction.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CandidateState>))]
public enum CandidateState
{
    /// <summary>Its day has taken it; the photo is not copied yet.</summary>
    [JsonStringEnumMemberName("collecting")]
    Collecting = 0,

    /// <summary>Waits for an administrator.</summary>
    [JsonStringEnumMemberName("candidate")]
    Candidate = 1,

    /// <summary>Right as predicted, or under the class that the administrator gave it.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted = 2,

    /// <summary>Not to be learnt from.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected = 3,

    /// <summary>Without a photo that could be copied.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped = 4,
}
