namespace Argus.Data.Vectors;

/// <summary>A vector with its id and what is known of it.</summary>
/// <param name="Id">Unique in the collection; writing it again replaces the point.</param>
/// <param name="Vector">As many values as the collection has dimensions, finite and not all zero. Stores keep it at unit length.</param>
/// <param name="Payload">What it belongs to.</param>
public sealed record VectorPoint(PointId Id, float[] Vector, VectorPayload Payload);
