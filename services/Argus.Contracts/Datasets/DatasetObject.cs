namespace Argus.Contracts.Datasets;

/// <summary>A photo in a dataset.</summary>
public sealed record DatasetObject
{
    /// <summary>Where it lies in the bucket.</summary>
    public required string Key { get; init; }

    /// <summary>Its class: predicted in candidates, decided in verified and full.</summary>
    public required string Class { get; init; }

    /// <summary>SHA-256 of its bytes, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>The row of <c>user_styles</c> that it comes from; null for gold.</summary>
    public long? StyleId { get; init; }

    /// <summary>Whose photo; null for gold.</summary>
    public string? UserId { get; init; }

    /// <summary>What it was copied from.</summary>
    public required string Source { get; init; }
}
