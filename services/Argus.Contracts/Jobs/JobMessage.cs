using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Value of a Kafka message that asks for a job. Fields that are not known are passed over. External producers may leave out what can be known otherwise; what is said of videos counts only for them.</summary>
public sealed record JobMessage : VideoFacesParameters
{
    /// <summary>Its id; where it is left out, one is derived from task and picture, so that a copy of the message makes no second job.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? JobId { get; init; }

    /// <summary>One of <see cref="JobTasks.All"/>; where it is left out, that of the topic.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskType { get; init; }

    /// <summary>Number of the picture in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first; where it is left out, by the topic's band: high 8, normal 5, low 2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Priority { get; init; }
}
