using System.Collections.Immutable;
using Argus.Kube.Api;

namespace Argus.Gateway.Routing;

/// <summary>A ModelDeployment, or a service of the platform's own, as the gateway sees it.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Task">What it does.</param>
internal sealed record Backend(ObjectKey Key, string Task)
{
    /// <summary>Name for callers: <c>namespace/name</c>.</summary>
    public string Name { get; } = Key.ToString();

    /// <summary>Whether it is one of the platform's own services; the task is then what it serves.</summary>
    public bool IsService { get; init; }

    /// <summary>Pods of its model that take requests.</summary>
    public ImmutableArray<Address> Stable { get; init; } = [];

    /// <summary>Pods of its canary that take requests.</summary>
    public ImmutableArray<Address> Canary { get; init; } = [];

    /// <summary>Percent of the requests that go to the canary; 0 where it has no pods.</summary>
    public int CanaryWeight { get; init; }

    /// <summary>Most faces in an answer where the request does not say.</summary>
    public int? MaxFaces { get; init; }

    /// <summary>Names by which it is asked for in bodies of chat: its own and its aliases; empty for other tasks.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>The server of somebody else's that its pods run; null where they run model servers of ours.</summary>
    public OwnImageServer? OwnImage { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>How long after the last request its last pod goes; null where one always stays.</summary>
    public TimeSpan? SleepsAfter { get; init; }

    /// <summary>Why it will not serve until somebody changes something; null where it does or soon will.</summary>
    public string? Trouble { get; init; }

    /// <summary>State of its condition Ready with the reason, such as <c>True (Serving)</c>.</summary>
    public string State { get; init; } = "Unknown";
}
