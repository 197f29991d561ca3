using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Batch;

/// <summary>The jobs that a schedule begins.</summary>
public sealed record V1JobTemplateSpec
{
    public V1ObjectMeta? Metadata { get; init; }

    public V1JobSpec? Spec { get; init; }
}
