using System.Text.Json.Serialization;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>What is known of one container of a pod.</summary>
internal sealed record ContainerState(string Name)
{
    public ContainerPhase Phase { get; init; }

    /// <summary>Why it waits, such as <c>ErrImagePull</c>.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    /// <summary>Counts from zero; each run has a folder of that name.</summary>
    public int Run { get; init; } = -1;

    /// <summary>The shell above the container's process.</summary>
    public ProcessId? Process { get; init; }

    /// <summary>Program that it runs, for people.</summary>
    public string? Program { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How the present run ended.</summary>
    public V1ContainerStateTerminated? Terminated { get; init; }

    /// <summary>How the run before ended.</summary>
    public V1ContainerStateTerminated? LastTerminated { get; init; }

    /// <summary>How long the next restart waits.</summary>
    public TimeSpan BackOff { get; init; }

    /// <summary>When a start that failed is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Devices it was given, by resource.</summary>
    public IReadOnlyList<int> Devices { get; init; } = [];

    /// <summary>The startup probe has succeeded, or there is none. Kept, so that a restart of this process does not make pods unready.</summary>
    public bool Started { get; init; }

    /// <summary>The readiness probe has succeeded, or there is none.</summary>
    public bool Ready { get; init; }

    /// <summary>It was told to end.</summary>
    [JsonIgnore]
    public bool Stopping { get; init; }

    /// <summary>It ran before.</summary>
    [JsonIgnore]
    public bool HasRun => Run >= 0;

    [JsonIgnore]
    public bool Succeeded => Phase == ContainerPhase.Exited && Terminated?.ExitCode == 0;
}
