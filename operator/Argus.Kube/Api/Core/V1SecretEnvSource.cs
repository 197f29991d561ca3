namespace Argus.Kube.Api.Core;

/// <summary>A Secret whose keys become variables.</summary>
public sealed record V1SecretEnvSource
{
    public string? Name { get; init; }

    public bool? Optional { get; init; }
}
