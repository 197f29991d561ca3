using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>The pods that a controller creates.</summary>
public sealed record V1PodTemplateSpec
{
    public V1ObjectMeta? Metadata { get; init; }

    public V1PodSpec? Spec { get; init; }
}
