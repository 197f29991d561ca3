namespace Argus.Data.Vectors.Embedded;

/// <summary>Where a point is.</summary>
internal readonly record struct Place(Segment Segment, int Row)
{
    public PointId Id => Segment.Id(Row);
}
