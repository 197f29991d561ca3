namespace Argus.Contracts.Datasets;

/// <summary>A prediction that was collected.</summary>
public sealed record CandidateBody
{
    /// <summary>The row of <c>user_styles</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The day whose candidates it belongs to.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Whose photo.</summary>
    public required string UserId { get; init; }

    /// <summary>Where the photo lay when it was predicted.</summary>
    public required string PhotoKey { get; init; }

    /// <summary>What the model said.</summary>
    public required string PredictedClass { get; init; }

    /// <summary>How sure it was, 0 to 1.</summary>
    public required float Confidence { get; init; }

    /// <summary>When it was predicted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What has become of it.</summary>
    public required CandidateState State { get; init; }

    /// <summary>Why it was rejected or skipped; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Where its copy lies.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of the copy.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Size of the copy.</summary>
    public long? Bytes { get; init; }

    /// <summary>The class that was decided; null until then.</summary>
    public string? Class { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The month whose verified dataset holds it, as its first day; null until then.</summary>
    public DateOnly? Month { get; init; }
}
