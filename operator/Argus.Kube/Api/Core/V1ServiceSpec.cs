namespace Argus.Kube.Api.Core;

/// <summary>Which pods answer, and on which ports.</summary>
public sealed record V1ServiceSpec
{
    /// <summary><c>ClusterIP</c>, <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>None</c> for a headless Service.</summary>
    public string? ClusterIP { get; init; }

    public IReadOnlyList<string>? ClusterIPs { get; init; }

    public IReadOnlyList<string>? ExternalIPs { get; init; }

    public string? ExternalName { get; init; }

    public string? ExternalTrafficPolicy { get; init; }

    public string? InternalTrafficPolicy { get; init; }

    public IReadOnlyList<string>? IpFamilies { get; init; }

    public string? IpFamilyPolicy { get; init; }

    public string? LoadBalancerClass { get; init; }

    public IReadOnlyList<V1ServicePort>? Ports { get; init; }

    public bool? PublishNotReadyAddresses { get; init; }

    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    public string? SessionAffinity { get; init; }

    public string? TrafficDistribution { get; init; }
}
