using Argus.Kube.Api.Core;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>What is known of one pod.</summary>
internal sealed record PodFacts
{
    public required string Name { get; init; }

    /// <summary><see cref="Names.Stable"/> or <see cref="Names.Canary"/>.</summary>
    public string? Variant { get; init; }

    /// <summary>State of the template that it was made from.</summary>
    public string? Revision { get; init; }

    /// <summary>ConfigMaps that it mounts.</summary>
    public IReadOnlyList<string> ConfigMaps { get; init; } = [];

    /// <summary>Whether it is on its way out.</summary>
    public bool Leaving { get; init; }

    /// <summary>Whether the node says that it takes requests.</summary>
    public bool Ready { get; init; }

    /// <summary>Whether it has a node; where not, why.</summary>
    public bool Scheduled { get; init; }

    public string? ScheduleReason { get; init; }

    public string? ScheduleMessage { get; init; }

    /// <summary>Why the container does not run.</summary>
    public string? WaitingReason { get; init; }

    public string? WaitingMessage { get; init; }

    /// <summary>How the container ended last; null where it has not.</summary>
    public V1ContainerStateTerminated? LastEnd { get; init; }

    public int Restarts { get; init; }

    /// <summary>When the container that runs was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why the pod as a whole failed, such as Evicted.</summary>
    public string? FailureReason { get; init; }

    public string? FailureMessage { get; init; }

    /// <summary>Whether a server of somebody else's runs in it, of which no more is known than whether it answers.</summary>
    public bool OutOfSight { get; init; }

    /// <summary>What it says of itself; null until it was asked.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>Reads it from a pod.</summary>
    public static PodFacts Of(V1Pod pod, HealthReport? health)
    {
        var container = pod.Status?.ContainerStatuses?.FirstOrDefault(c => c.Name == Names.Container);
        var scheduled = Condition(pod, "PodScheduled");
        string? phase = pod.Status?.Phase;
        bool failed = phase == "Failed", ready = Condition(pod, "Ready")?.Status == "True", outOfSight = Names.IsOutOfSight(pod);
        return new PodFacts
        {
            Name = pod.Metadata.Name ?? "",
            Variant = pod.Metadata.Labels?.GetValueOrDefault(Names.Variant),
            Revision = pod.Metadata.Labels?.GetValueOrDefault(Names.Revision),
            ConfigMaps = [.. (pod.Spec?.Volumes ?? []).Select(v => v.ConfigMap?.Name).OfType<string>()],
            Leaving = pod.Metadata.DeletionTimestamp is not null || phase == "Succeeded",
            Ready = ready,
            Scheduled = scheduled?.Status == "True" || pod.Spec?.NodeName is { Length: > 0 },
            ScheduleReason = scheduled?.Reason,
            ScheduleMessage = scheduled?.Message,
            WaitingReason = container?.State?.Waiting?.Reason,
            WaitingMessage = container?.State?.Waiting?.Message,
            LastEnd = container?.State?.Terminated ?? container?.LastState?.Terminated,
            Restarts = container?.RestartCount ?? 0,
            StartedAt = container?.State?.Running?.StartedAt,
            FailureReason = failed ? pod.Status?.Reason ?? "Failed" : null,
            FailureMessage = failed ? pod.Status?.Message : null,
            OutOfSight = outOfSight,
            Health = outOfSight ? Seen(ready, container) : health,
        };
    }

    // Its readiness probe is all that is to be seen of it.
    private static HealthReport? Seen(bool ready, V1ContainerStatus? container) => container?.State?.Running is null
        ? null
        : ready ? new HealthReport(HealthReport.Healthy) : new HealthReport("warming") { Reason = "spec.chat.server.healthPath does not answer at spec.chat.server.port" };

    private static V1PodCondition? Condition(V1Pod pod, string type) => pod.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
}
