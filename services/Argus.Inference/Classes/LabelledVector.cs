namespace Argus.Inference.Classes;

/// <summary>A face whose class is known.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Vector">Of unit length.</param>
public sealed record LabelledVector(string Class, float[] Vector);
