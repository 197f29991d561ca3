using System.Text.Json.Serialization;

namespace Argus.Contracts.Classes;

/// <summary>Answer of <c>GET /classes</c>.</summary>
public sealed record ClassesResponse
{
    /// <summary>The names, in the order of the file; the 15 of the documents where none is loaded.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Whether <c>POST /predict</c> can tell them apart.</summary>
    public required bool Ready { get; init; }

    /// <summary>Why it cannot, and what to do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Faces that each centroid was made from, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Faces { get; init; }

    /// <summary>The model that makes the vectors.</summary>
    public required string ModelDigest { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file of centroids; null where none is loaded.</summary>
    public string? ClassesDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
