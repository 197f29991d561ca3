namespace Argus.Contracts.Classes;

/// <summary>JSON body of <c>POST /predict</c>: one of both fields.</summary>
public sealed record PredictRequest
{
    /// <summary>One photo in base64, or as a data URL.</summary>
    public string? Image { get; init; }

    /// <summary>Several photos of one person, each in base64 or as a data URL; 1 up to ARGUS_MAX_BATCH.</summary>
    public IReadOnlyList<string>? Images { get; init; }
}
