namespace Argus.Kube.Api.Core;

/// <summary>Where a variable's value comes from; one of these.</summary>
public sealed record V1EnvVarSource
{
    public V1ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    public V1ObjectFieldSelector? FieldRef { get; init; }

    public V1ResourceFieldSelector? ResourceFieldRef { get; init; }

    public V1SecretKeySelector? SecretKeyRef { get; init; }
}
