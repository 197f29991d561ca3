namespace Argus.Operator.Planning.Schedules;

/// <summary>The checkpoint that models/current.json names.</summary>
/// <param name="Folder">Such as <c>models/checkpoints/20260401T010000Z</c>.</param>
/// <param name="Sha256">Hash of its centroids.json, 64 lower-case hex digits.</param>
/// <param name="Url">Where that is.</param>
internal sealed record Checkpoint(string Folder, string Sha256, string Url);
