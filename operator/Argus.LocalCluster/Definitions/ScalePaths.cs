namespace Argus.LocalCluster.Definitions;

/// <summary>Where the numbers of a scale subresource are in the object, such as <c>.spec.replicas</c>.</summary>
internal sealed record ScalePaths(string Spec, string Status, string? Selector);
