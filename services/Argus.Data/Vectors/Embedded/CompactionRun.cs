namespace Argus.Data.Vectors.Embedded;

/// <summary>Neighbouring finished segments that are to become one.</summary>
/// <param name="Views">Oldest first.</param>
/// <param name="Deletions">Ids whose deletion must be kept, because an older file still holds a row with that id, which would live again without it.</param>
internal sealed record CompactionRun(IReadOnlyList<SegmentView> Views, IReadOnlyList<PointId> Deletions);
