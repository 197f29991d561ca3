namespace Argus.Kube.Api.Core;

/// <summary>A folder that lives as long as its pod.</summary>
public sealed record V1EmptyDirVolumeSource
{
    public string? Medium { get; init; }

    public ResourceQuantity? SizeLimit { get; init; }
}
