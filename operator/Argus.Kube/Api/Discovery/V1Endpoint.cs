using Argus.Kube.Api.Core;

namespace Argus.Kube.Api.Discovery;

/// <summary>One backend.</summary>
public sealed record V1Endpoint
{
    /// <summary>All of one family.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    public V1EndpointConditions? Conditions { get; init; }

    public string? Hostname { get; init; }

    public string? NodeName { get; init; }

    public V1ObjectReference? TargetRef { get; init; }

    public string? Zone { get; init; }
}
