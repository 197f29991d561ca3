namespace Argus.Contracts.Jobs;

/// <summary>How far a job is that takes long.</summary>
/// <param name="Frames">Frames that are done.</param>
/// <param name="Total">Frames that there will be, by the length that the file states; null where that is not known.</param>
public sealed record JobProgress(long Frames, long? Total);
