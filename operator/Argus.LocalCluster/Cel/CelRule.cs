namespace Argus.LocalCluster.Cel;

/// <summary>One entry of x-kubernetes-validations, compiled.</summary>
public sealed record CelRule(string Message);
