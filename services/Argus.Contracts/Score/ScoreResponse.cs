using System.Text.Json.Serialization;

namespace Argus.Contracts.Score;

/// <summary>Answer of <c>POST /api/score</c>.</summary>
public sealed record ScoreResponse
{
    /// <summary>True.</summary>
    public bool Success { get; init; } = true;

    /// <summary>The score.</summary>
    public required ScoreData Data { get; init; }

    /// <summary>True where no model was asked: the numbers then say nothing of the photo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Simulated { get; init; }

    /// <summary>The model that made the vector; left out where it is simulated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelDigest { get; init; }

    /// <summary>The head that told the score; left out where it is simulated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HeadDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
