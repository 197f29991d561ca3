namespace Argus.Kube.Api.Argus;

/// <summary>The checkpoint that <see cref="PromoteSpec"/> is at.</summary>
public sealed record PromotionStatus
{
    /// <summary>A canary of it cannot begin yet.</summary>
    public const string Waiting = "Waiting";

    /// <summary>A canary of it is under way.</summary>
    public const string Judging = "Judging";

    /// <summary>The ModelDeployment has it.</summary>
    public const string Promoted = "Promoted";

    /// <summary>Its canary did not do well.</summary>
    public const string RolledBack = "RolledBack";

    /// <summary>Its folder.</summary>
    public string? Checkpoint { get; init; }

    public string? CentroidsSha256 { get; init; }

    /// <summary>One of the four.</summary>
    public string? Phase { get; init; }

    public string? Message { get; init; }

    /// <summary>When the phase began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>SHA-256 of the latest centroids that were rolled back.</summary>
    public IReadOnlyList<string>? RolledBackSha256 { get; init; }
}
