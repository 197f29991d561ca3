namespace Argus.Contracts.Score;

/// <summary>JSON body of <c>POST /api/score</c>.</summary>
public sealed record ScoreRequest
{
    /// <summary>The photo in base64, or as a data URL; required.</summary>
    public string? Image { get; init; }
}
