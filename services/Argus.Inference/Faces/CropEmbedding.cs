namespace Argus.Inference.Faces;

/// <summary>The vector of a face crop.</summary>
/// <param name="Vector">The values; of unit length where that was asked for.</param>
/// <param name="Aligned">Whether a face was found in the crop and aligned.</param>
public sealed record CropEmbedding(float[] Vector, bool Aligned);
