namespace Argus.Datasets.Fitting;

/// <summary>What the model said of a photo.</summary>
/// <param name="ModelDigest">Which model; null where it refused the photo before it looked.</param>
/// <param name="Vector">Of the largest face; null where there is none.</param>
internal sealed record FaceAnswer(string? ModelDigest, float[]? Vector);
