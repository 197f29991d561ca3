using System.Text.Json.Serialization;

namespace Argus.Gateway.ConsolePage;

/// <summary>Answer of <c>GET /console/state</c>.</summary>
/// <param name="Gateway">Which gateway tells this: its figures are its own.</param>
/// <param name="Version">Version of the gateway.</param>
/// <param name="State"><c>ready</c>, <c>starting</c> until the cluster has been read, or <c>stopping</c>.</param>
/// <param name="WindowSeconds">How far back the figures look.</param>
/// <param name="Deployments">By namespace and name.</param>
/// <param name="Services">What else is served: <c>jobs</c>, <c>media</c>.</param>
internal sealed record ConsoleState(string Gateway, string Version, string State, int WindowSeconds, IReadOnlyList<DeploymentState> Deployments, IReadOnlyList<ServiceState> Services);

/// <summary>One of the platform's own services.</summary>
/// <param name="Namespace">Namespace of its Service.</param>
/// <param name="Name">Name of its Service.</param>
/// <param name="Serves">What it does: <c>jobs</c>, <c>media</c>.</param>
/// <param name="Pods">Pods that this gateway sends requests to.</param>
internal sealed record ServiceState(string Namespace, string Name, string Serves, int Pods);

/// <summary>A ModelDeployment, and how it does.</summary>
internal sealed record DeploymentState
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Task { get; init; }

    /// <summary>Its pack, or how many files.</summary>
    public required string Model { get; init; }

    /// <summary>State of its condition Ready: <c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Ready { get; init; }

    /// <summary>Reason of that condition.</summary>
    public required string Reason { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Hardware that was asked for.</summary>
    public required string Wanted { get; init; }

    /// <summary>Hardware that it computes on, in one word; null until its pods tell.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Graph nodes that compute on the CPU although a device was asked for.</summary>
    public int FallbackNodes { get; init; }

    public int Replicas { get; init; }

    public int ReadyReplicas { get; init; }

    /// <summary>Pods that this gateway sends requests to.</summary>
    public int Pods { get; init; }

    /// <summary>Those of them that failed and are left in peace for now.</summary>
    public int Resting { get; init; }

    /// <summary>Digest of its models.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether it may go to zero pods.</summary>
    public bool Sleeps { get; init; }

    public bool Paused { get; init; }

    public CanaryState? Canary { get; init; }

    /// <summary>Requests not yet answered whole, those that wait for a pod included.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests that wait for a pod.</summary>
    public int Held { get; init; }

    /// <summary>Of the last minute.</summary>
    public WindowFigures Figures { get; init; }
}

/// <summary>A second model on trial.</summary>
/// <param name="Model">Its pack.</param>
/// <param name="Weight">Percent of the requests that it gets now.</param>
/// <param name="Outcome"><c>Judging</c>, <c>Promoted</c>, <c>RolledBack</c>, or null.</param>
/// <param name="Digest">Digest of its models.</param>
/// <param name="ReadyReplicas">Its pods that are ready.</param>
/// <param name="Message">Why it came out so.</param>
internal sealed record CanaryState(string Model, int Weight, string? Outcome, string? Digest, int ReadyReplicas, string? Message);

/// <summary>JSON of the state.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConsoleState))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
