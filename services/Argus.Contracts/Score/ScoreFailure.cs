namespace Argus.Contracts.Score;

/// <summary>Why <c>POST /api/score</c> has no score, in the form that its callers know.</summary>
/// <param name="Success">False.</param>
/// <param name="Error">What is wrong, for people.</param>
public sealed record ScoreFailure(bool Success, string Error);
