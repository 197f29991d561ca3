namespace Argus.Kube.Api.Core;

/// <summary>All keys of a ConfigMap or Secret as variables.</summary>
public sealed record V1EnvFromSource
{
    public V1ConfigMapEnvSource? ConfigMapRef { get; init; }

    public string? Prefix { get; init; }

    public V1SecretEnvSource? SecretRef { get; init; }
}
