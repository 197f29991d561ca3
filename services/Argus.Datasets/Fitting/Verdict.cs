namespace Argus.Datasets.Fitting;

/// <summary>Whether new centroids become the current ones.</summary>
/// <param name="CurrentAccuracy">Of those that were current, on the same faces; null where it cannot be told.</param>
/// <param name="Promoted">Whether they do.</param>
/// <param name="Reason">Why, or why not.</param>
internal sealed record Verdict(double? CurrentAccuracy, bool Promoted, string Reason);
