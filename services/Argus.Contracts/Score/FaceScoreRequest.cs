namespace Argus.Contracts.Score;

/// <summary>JSON body of a model server's <c>POST /score</c>.</summary>
public sealed record FaceScoreRequest
{
    /// <summary>The photo in base64, or as a data URL.</summary>
    public required string Image { get; init; }
}
