namespace Argus.Contracts.Datasets;

/// <summary>Which checkpoint counts (<c>models/current.json</c>).</summary>
/// <param name="Checkpoint">Its folder, such as <c>models/checkpoints/20260401T010000Z</c>.</param>
/// <param name="CentroidsSha256">SHA-256 of its centroids.json.</param>
/// <param name="ModelDigest">The model whose vectors it compares.</param>
/// <param name="Accuracy">On the photos held out when it was made.</param>
/// <param name="Month">YYYY-MM of the dataset that it learnt from.</param>
public sealed record CurrentCheckpoint(string Checkpoint, string CentroidsSha256, string ModelDigest, double? Accuracy, string? Month = null);
