namespace Argus.Contracts.Score;

/// <summary>A score.</summary>
/// <param name="Score">0 to 100, by tenths.</param>
/// <param name="Vibe">Name of the band that it lies in (ARGUS_SCORE_VIBES).</param>
/// <param name="Rank">Its percentile among what was scored with this head so far, 0 to 100 by tenths.</param>
public sealed record ScoreData(double Score, string Vibe, double Rank);
