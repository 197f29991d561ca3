using System.Text.Json.Serialization;

namespace Argus.Contracts.Classes;

/// <summary>What /health tells of face classes.</summary>
public sealed record ClassesHealth
{
    /// <summary>How many can be told apart; 0 where /predict answers 503.</summary>
    public required int Count { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file of centroids in use.</summary>
    public string? Digest { get; init; }

    /// <summary>What is wrong with the file that should be in use; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
