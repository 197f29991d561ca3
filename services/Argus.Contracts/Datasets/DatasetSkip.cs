namespace Argus.Contracts.Datasets;

/// <summary>A photo that a dataset does not hold.</summary>
/// <param name="Source">Where it lies, or lay.</param>
/// <param name="Reason">Why it was not taken.</param>
/// <param name="StyleId">The row of <c>user_styles</c>; null for gold.</param>
public sealed record DatasetSkip(string Source, string Reason, long? StyleId = null);
