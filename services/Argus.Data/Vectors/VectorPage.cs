namespace Argus.Data.Vectors;

/// <summary>Some points, in the order of ids.</summary>
/// <param name="Points">With vectors of unit length.</param>
/// <param name="Next">Where the next page starts; null: this is the last.</param>
public sealed record VectorPage(IReadOnlyList<VectorPoint> Points, PointId? Next);
