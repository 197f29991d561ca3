using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Contracts.Jobs;

namespace Argus.Contracts.Search;

/// <summary>Answer of <c>POST /search/images</c> and <c>POST /search/faces</c>.</summary>
public sealed record SearchResponse
{
    /// <summary>The collection that was searched.</summary>
    public required string Collection { get; init; }

    /// <summary>The model that its vectors are of; null where there is no vector yet.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>Least score of a result; null where all count.</summary>
    public float? Threshold { get; init; }

    /// <summary>The face of the photo that was searched for; left out where no photo of faces was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobFace? Face { get; init; }

    /// <summary>Best first; without the point that was asked by.</summary>
    public required IReadOnlyList<SearchResult> Results { get; init; }
}

/// <summary>One point that was found.</summary>
public sealed record SearchResult
{
    /// <summary>Its id: a number for pictures, a UUID as text for faces.</summary>
    public required JsonElement PointId { get; init; }

    /// <summary>The picture it is of.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>Cosine similarity, -1 to 1.</summary>
    public required float Score { get; init; }

    /// <summary>Which face of the picture, from 0; left out for whole pictures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FaceIndex { get; init; }

    /// <summary>Where the face is in the upright picture; left out where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobBox? Bbox { get; init; }

    /// <summary>Detector's confidence, 0 to 1; left out where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Confidence { get; init; }
}
