namespace Argus.Kube.Api.Core;

/// <summary>Linux capabilities to add and to drop.</summary>
public sealed record V1Capabilities
{
    public IReadOnlyList<string>? Add { get; init; }

    public IReadOnlyList<string>? Drop { get; init; }
}
