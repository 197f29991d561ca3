namespace Argus.Data.Vectors;

/// <summary>Where a face is, in pixels of the upright picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">To the right.</param>
/// <param name="Height">Downwards.</param>
public readonly record struct VectorBox(double X, double Y, double Width, double Height);
