namespace Argus.Contracts.Datasets;

/// <summary>One class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Faces that its centroid is the mean of.</param>
/// <param name="Vector">The centroid, of unit length.</param>
public sealed record CentroidClass(string Name, int Count, float[] Vector);
