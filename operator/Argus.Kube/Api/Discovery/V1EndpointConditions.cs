namespace Argus.Kube.Api.Discovery;

/// <summary>Whether a backend takes traffic; unknown is null.</summary>
public sealed record V1EndpointConditions
{
    public bool? Ready { get; init; }

    public bool? Serving { get; init; }

    public bool? Terminating { get; init; }
}
