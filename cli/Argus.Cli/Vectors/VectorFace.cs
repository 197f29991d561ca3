namespace Argus.Cli.Vectors;

/// <summary>The face that a vector is of.</summary>
/// <param name="Index">Its place among the faces of the picture that were kept, by falling score, from 0.</param>
/// <param name="Box">x1, y1, x2, y2 in pixels of the upright picture.</param>
/// <param name="Score">Detector's confidence, 0 to 1.</param>
internal sealed record VectorFace(int Index, float[] Box, float Score);
