using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Argus;

/// <summary>What was found.</summary>
public sealed record ModelDeploymentStatus
{
    /// <summary>Generation of the spec that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>One for each of <see cref="ConditionTypes"/>.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    public AcceleratorStatus? Accelerator { get; init; }

    /// <summary>Digest of weights and contracts that all ready pods report.</summary>
    public string? Digest { get; init; }

    /// <summary>The first twelve digits of it.</summary>
    public string? ShortDigest { get; init; }

    public string? AcceptedLicense { get; init; }

    /// <summary>Address inside the cluster.</summary>
    public string? Url { get; init; }

    public int? Replicas { get; init; }

    /// <summary>Pods that are ready and report what was asked for.</summary>
    public int? ReadyReplicas { get; init; }

    public string? Selector { get; init; }

    public CanaryStatus? Canary { get; init; }
}

/// <summary>Hardware that was asked for, and that the pods report.</summary>
public sealed record AcceleratorStatus
{
    public string? Requested { get; init; }

    public string? Actual { get; init; }

    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>Graph nodes that compute on the CPU although a device was asked for.</summary>
    public int? FallbackNodes { get; init; }

    /// <summary>One word for tables.</summary>
    public string? Summary { get; init; }
}

/// <summary>How a canary does.</summary>
public sealed record CanaryStatus
{
    public const string Judging = "Judging";
    public const string Promoted = "Promoted";
    public const string RolledBack = "RolledBack";

    public string? Outcome { get; init; }

    /// <summary>Which canary this is about.</summary>
    public string? Revision { get; init; }

    /// <summary>Percent of the requests that it gets now.</summary>
    public int? Weight { get; init; }

    public string? Digest { get; init; }

    public int? ReadyReplicas { get; init; }

    /// <summary>Since when all its pods have been ready.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    public string? Message { get; init; }
}
