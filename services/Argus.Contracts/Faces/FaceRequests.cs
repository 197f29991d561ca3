namespace Argus.Contracts.Faces;

/// <summary>JSON body of <c>POST /detect</c>.</summary>
public sealed record DetectionRequest
{
    /// <summary>The picture in base64, or a data URL.</summary>
    public required string Image { get; init; }

    /// <summary>Whether landmarks are answered; default true.</summary>
    public bool? ReturnLandmarks { get; init; }

    /// <summary>Whether confidences are answered; default true.</summary>
    public bool? ReturnConfidence { get; init; }
}

/// <summary>Body of <c>POST /extract-embedding</c>.</summary>
public sealed record ExtractEmbeddingRequest
{
    /// <summary>The picture in base64, or a data URL.</summary>
    public required string ImageBase64 { get; init; }
}

/// <summary>Body of <c>POST /embed</c>.</summary>
public sealed record EmbedRequest
{
    /// <summary>The face crop in base64, or a data URL.</summary>
    public required string Image { get; init; }

    /// <summary>Whether the vector is scaled to unit length; default true.</summary>
    public bool? Normalize { get; init; }
}

/// <summary>Body of <c>POST /embed/batch</c>.</summary>
public sealed record EmbedBatchRequest
{
    /// <summary>Face crops in base64, or data URLs.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Whether vectors are scaled to unit length; default true.</summary>
    public bool? Normalize { get; init; }
}

/// <summary>JSON body of <c>POST /verify</c>.</summary>
public sealed record VerifyRequest
{
    /// <summary>The first picture in base64, or a data URL.</summary>
    public required string Image1 { get; init; }

    /// <summary>The second picture.</summary>
    public required string Image2 { get; init; }

    /// <summary>Cosine similarity from which the faces count as one person, -1 to 1; default the pack's.</summary>
    public float? Threshold { get; init; }
}
