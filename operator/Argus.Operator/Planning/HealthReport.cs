using System.Collections.Immutable;

namespace Argus.Operator.Planning;

/// <summary>What a pod says of itself: its answer to <c>GET /health</c>, and how its requests ended.</summary>
/// <param name="Status"><c>healthy</c>, <c>warming</c> or <c>unhealthy</c>.</param>
internal sealed record HealthReport(string Status)
{
    public const string Healthy = "healthy";

    public const string Unhealthy = "unhealthy";

    /// <summary>Digest of weights and contracts.</summary>
    public string? Digest { get; init; }

    /// <summary>Execution providers that really run the graphs.</summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    /// <summary>Vendor that it was asked for.</summary>
    public string? Requested { get; init; }

    /// <summary>Vendor that the graphs run on.</summary>
    public string? Actual { get; init; }

    /// <summary>Graph nodes that compute on the CPU although a device was asked for.</summary>
    public int FallbackNodes { get; init; }

    /// <summary>Digest of the face classes in use.</summary>
    public string? ClassesDigest { get; init; }

    /// <summary>Why it is not healthy.</summary>
    public string? Reason { get; init; }

    /// <summary>Requests it has answered, probes aside.</summary>
    public long Requests { get; init; }

    /// <summary>Those that failed by its fault.</summary>
    public long Failures { get; init; }

    /// <summary>Whether another answer says the same; lists compare by their items.</summary>
    public bool SaysTheSameAs(HealthReport? other) =>
        other is not null && Providers.SequenceEqual(other.Providers) && this == other with { Providers = Providers };
}
