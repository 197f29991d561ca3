namespace Argus.Data.Media;

/// <summary>The result of a job on an entity.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="TaskType">Its task type; an entity keeps one result of each.</param>
/// <param name="Result">JSON text.</param>
/// <param name="ReceivedAt">When it came, to the millisecond.</param>
public sealed record MediaResult(Guid JobId, string TaskType, string Result, DateTimeOffset ReceivedAt);
