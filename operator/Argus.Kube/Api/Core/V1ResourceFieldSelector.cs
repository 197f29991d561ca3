namespace Argus.Kube.Api.Core;

/// <summary>A request or limit of a container, such as <c>limits.cpu</c>.</summary>
public sealed record V1ResourceFieldSelector
{
    public string? ContainerName { get; init; }

    public ResourceQuantity? Divisor { get; init; }

    public required string Resource { get; init; }
}
