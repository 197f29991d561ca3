using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Autoscaling;

/// <summary>The scale subresource of a workload.</summary>
public sealed record V1Scale : IKubernetesObject
{
    public string? ApiVersion { get; init => field = value ?? "autoscaling/v1"; } = "autoscaling/v1";

    public string? Kind { get; init => field = value ?? "Scale"; } = "Scale";

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1ScaleSpec? Spec { get; init; }

    public V1ScaleStatus? Status { get; init; }
}
