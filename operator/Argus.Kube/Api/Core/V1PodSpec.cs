using System.Text.Json;

namespace Argus.Kube.Api.Core;

/// <summary>What a pod runs, and where it may.</summary>
public sealed record V1PodSpec
{
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>As written; this project passes it through.</summary>
    public JsonElement? Affinity { get; init; }

    public bool? AutomountServiceAccountToken { get; init; }

    public IReadOnlyList<V1Container>? Containers { get; init; }

    public string? DnsPolicy { get; init; }

    public bool? EnableServiceLinks { get; init; }

    public IReadOnlyList<V1HostAlias>? HostAliases { get; init; }

    public bool? HostIPC { get; init; }

    public bool? HostNetwork { get; init; }

    public bool? HostPID { get; init; }

    public string? Hostname { get; init; }

    public IReadOnlyList<V1LocalObjectReference>? ImagePullSecrets { get; init; }

    public IReadOnlyList<V1Container>? InitContainers { get; init; }

    public string? NodeName { get; init; }

    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    public string? PreemptionPolicy { get; init; }

    public int? Priority { get; init; }

    public string? PriorityClassName { get; init; }

    public IReadOnlyList<V1PodReadinessGate>? ReadinessGates { get; init; }

    public string? RestartPolicy { get; init; }

    public string? RuntimeClassName { get; init; }

    public string? SchedulerName { get; init; }

    public IReadOnlyList<V1PodSchedulingGate>? SchedulingGates { get; init; }

    public V1PodSecurityContext? SecurityContext { get; init; }

    public string? ServiceAccount { get; init; }

    public string? ServiceAccountName { get; init; }

    public bool? ShareProcessNamespace { get; init; }

    public string? Subdomain { get; init; }

    /// <summary>Seconds between SIGTERM and SIGKILL.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }

    public IReadOnlyList<V1Toleration>? Tolerations { get; init; }

    public IReadOnlyList<V1TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }

    public IReadOnlyList<V1Volume>? Volumes { get; init; }
}
