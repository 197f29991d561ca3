namespace Argus.Data.Vectors;

/// <summary>A point that was found.</summary>
/// <param name="Id">Of the point.</param>
/// <param name="Score">Cosine similarity, −1 to 1 but for rounding.</param>
/// <param name="Payload">Of the point.</param>
public sealed record VectorHit(PointId Id, float Score, VectorPayload Payload);
