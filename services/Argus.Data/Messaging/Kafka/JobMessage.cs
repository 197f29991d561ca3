using System.Text.Json.Serialization;

namespace Argus.Data.Messaging.Kafka;

/// <summary>What travels on a job topic, as JSON in snake case. Fields that are not known are passed over.</summary>
/// <param name="MediaStoreId">The picture.</param>
/// <param name="JobId">The row that it announces; external producers leave it out.</param>
/// <param name="TaskType">Left out, or that of the topic.</param>
/// <param name="Priority">0 to 10; left out, it comes from the band of the topic.</param>
public sealed record JobMessage(
    [property: JsonRequired] long MediaStoreId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? JobId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TaskType = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Priority = null);
