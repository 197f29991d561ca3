namespace Argus.Kube.Api.Autoscaling;

/// <summary>The workload that is scaled or measured.</summary>
public sealed record V2CrossVersionObjectReference
{
    public string? ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }
}
